// Head against base over the widths of each series: a change of level apart from a change of exponent.
import { seriesKey, seriesShape } from "./cells.ts";
import type { CellPair } from "./compare-cells.ts";
import type { Comparison, Judgement } from "./comparison.ts";
import { leastSizes } from "./exponent-interval.ts";
import { ols } from "./statistics/least-squares.ts";
import { type Interval, medianInterval } from "./statistics/location.ts";
import { holm } from "./statistics/ranks.ts";
import { studentTail } from "./statistics/student.ts";
import { theilSen } from "./statistics/theil-sen.ts";
import type { LevelThreshold } from "./thresholds.ts";
import { expInterval, judge, type ThresholdTest, twoSided } from "./verdict.ts";

/** Student's test of an estimate with its standard error against ±limit. */
function studentTest(
  estimate: Interval,
  error: number,
  freedom: number,
  limit: number,
  blunt = false,
): ThresholdTest {
  const tail = (distance: number) =>
    error > 0 ? studentTail(distance / error, freedom) : distance > 0 ? 0 : 1;
  return {
    estimate,
    limit,
    blunt,
    pAbove: tail(estimate.value - limit),
    pBelow: tail(-limit - estimate.value),
  };
}

/** D_w = ln(head/base) over ln w of one series, by least squares and by the robust twins. */
function testSeries(own: readonly CellPair[], limits: Limits) {
  const x = own.map(({ old }) => Math.log(old.width));
  const d = own.map(({ test }) => test.estimate.value);
  const { level, levelError, slope, slopeError, freedom } = ols(x, d);
  const limit = Math.log1p(limits.level.value);
  return {
    own,
    level: {
      test: studentTest(level, levelError, freedom, limit, limits.level.blunt),
      robust: medianInterval(d),
    },
    exponent: { test: studentTest(slope, slopeError, freedom, limits.exponent), robust: theilSen(x, d) },
  };
}

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
 * split by least squares with Student's t: the scatter about the line holds each width's own systematic error, which
 * resampling rounds cannot see. p is adjusted over all series, level and exponent together (Holm 1979).
 */
export function compareSeries(
  pairs: readonly CellPair[],
  limits: Limits,
  alpha: number,
): Comparison["series"] {
  // what has no width is in no series over the widths
  const sized = pairs.filter(({ old }) => old.width > 0);
  const tested = [...Map.groupBy(sized, ({ old }) => seriesKey(old)).values()]
    .filter((own) => new Set(own.map(({ old }) => old.width)).size >= leastSizes)
    .map((own) =>
      testSeries(
        own.sort((a, b) => a.old.width - b.old.width),
        limits,
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
