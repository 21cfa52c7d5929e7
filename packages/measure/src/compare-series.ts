// Head against base over the widths of each series: a change of level apart from a change of exponent.
import { seriesKey, seriesShape } from "./cells.ts";
import { changeTest, pairedChange, unpairedChange } from "./change.ts";
import type { CellPair } from "./compare-cells.ts";
import type { Comparison, Judgement } from "./comparison.ts";
import { leastSizes } from "./exponent-interval.ts";
import { medianInterval } from "./statistics/location.ts";
import { holm } from "./statistics/ranks.ts";
import { theilSen } from "./statistics/theil-sen.ts";
import type { LevelThreshold } from "./thresholds.ts";
import { expInterval, judge, twoSided } from "./verdict.ts";

/** ln(head/base) over ln w of one series, and its robust twins. */
function testSeries(own: readonly CellPair[], limits: Limits, paired: boolean) {
  const widths = own.map(({ old }) => old.width);
  const d = own.map(({ test }) => test.estimate.value);
  const { level, exponent } = paired && isByProcess(own) ? pairedChange(own) : unpairedChange(widths, d);
  return {
    own,
    level: {
      test: changeTest(level, Math.log1p(limits.level.value), limits.level.blunt),
      robust: medianInterval(d),
    },
    exponent: {
      test: changeTest(exponent, limits.exponent),
      robust: theilSen(widths.map(Math.log), d),
    },
  };
}

/** Every cell says which process took which sample. */
const isByProcess = (own: readonly CellPair[]): boolean =>
  own.every(({ old, now }) => old.timing.processes !== undefined && now.timing.processes !== undefined);

interface Limits {
  readonly level: LevelThreshold;
  readonly exponent: number;
}

const asRatio = (judgement: Omit<Judgement, "threshold">) => ({
  ...judgement,
  estimate: expInterval(judgement.estimate),
  robust: expInterval(judgement.robust),
});

/**
 * A judgement of level and of exponent for each series of at least five common widths. Over the widths, ln(head/base) is
 * split by least squares (`pairedChange`, `unpairedChange`): the scatter about the line holds each width's own systematic
 * error, which resampling rounds cannot see. p is adjusted over all series, level and exponent together (Holm 1979).
 */
export function compareSeries(
  pairs: readonly CellPair[],
  limits: Limits,
  alpha: number,
  paired: boolean,
): Comparison["series"] {
  // what has no width is in no series over the widths
  const sized = pairs.filter(({ old }) => old.width > 0);
  const tested = [...Map.groupBy(sized, ({ old }) => seriesKey(old)).values()]
    .filter((own) => new Set(own.map(({ old }) => old.width)).size >= leastSizes)
    .map((own) =>
      testSeries(
        own.sort((a, b) => a.old.width - b.old.width),
        limits,
        paired,
      ),
    );
  const adjusted = holm(tested.flatMap((t) => [twoSided(t.level.test), twoSided(t.exponent.test)]));
  return tested.map(({ own, level, exponent }, i) => ({
    ...seriesShape(own[0].old),
    widths: own.map(({ old }) => old.width),
    level: {
      ...asRatio(judge(level.test, level.robust, adjusted[2 * i], alpha)),
      threshold: limits.level.value,
    },
    exponent: {
      ...judge(exponent.test, exponent.robust, adjusted[2 * i + 1], alpha),
      threshold: limits.exponent,
    },
  }));
}
