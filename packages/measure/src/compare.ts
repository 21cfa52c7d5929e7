// Two results of one machine: for each cell, and for each series level and exponent apart, one of five honest words.
import { isTimed, paramsKey, type TimedCell } from "./cells.ts";
import { type Comparison, comparisonSchemaName, type Judgement, type Verdict } from "./comparison.ts";
import { leastWidths } from "./fit.ts";
import type { Params, Result } from "./schema.ts";
import { ols, theilSen } from "./statistics/lines.ts";
import { type Interval, leastForInterval, medianInterval, quantile } from "./statistics/location.ts";
import { hodgesLehmann, holm, mannWhitney, signTestAbove } from "./statistics/ranks.ts";
import { studentTail } from "./statistics/student.ts";

export interface CompareOptions {
  /** family-wise, over cells and over series; default 0.05 */
  readonly alpha?: number;
  /** practical threshold of a level; default max(3 %, twice the 95th percentile of the files' A/A pairs) */
  readonly level?: number;
  /** practical threshold of an exponent; default 0.02, which twenty rounds of seven widths resolve */
  readonly exponent?: number;
  /** both were measured inside the same rounds of the same processes; default false, as two files usually were not */
  readonly paired?: boolean;
}

const smallestLevel = 0.03;
const defaultExponent = 0.02;

/** Why two results may not be compared; empty if they may. */
export function incomparable(base: Result, head: Result): string[] {
  const reasons: string[] = [];
  const differ = (what: string, a: string | undefined, b: string | undefined) => {
    if (a !== b) reasons.push(`different ${what}: ${a ?? "none"} and ${b ?? "none"}`);
  };
  const major = (r: Result) => r.runtime.node.replace(/^v/, "").split(".")[0];
  differ("machines", base.machine.id, head.machine.id);
  differ("Node majors", major(base), major(head));
  differ("benchmark versions", base.benchmarkVersion, head.benchmarkVersion);
  differ("suites", base.suite, head.suite);
  differ("data sets", base.dataset.sha256, head.dataset.sha256);
  for (const old of base.backends) {
    const now = head.backends.find((b) => b.name === old.name);
    if (now === undefined) continue;
    differ(`versions of backend ${old.name}`, old.version, now.version);
    differ(`devices of backend ${old.name}`, old.device, now.device);
    differ(`thread counts of backend ${old.name}`, `${old.threads}`, `${now.threads}`);
  }
  return reasons;
}

/** max(3 %, 2·q), q the 95th percentile of |A/A ratio − 1| (on the log scale) over both files. */
export function levelThreshold(base: Result, head: Result): number {
  const aa = [...base.controls.aa, ...head.controls.aa].map((c) => Math.abs(Math.log(c.ratio.value)));
  return aa.length === 0 ? smallestLevel : Math.max(smallestLevel, 2 * Math.expm1(quantile(aa, 0.95)));
}

/** An estimate of a logarithm with one-sided p values against the two ends of [−limit, limit]. */
interface Test {
  readonly estimate: Interval;
  readonly limit: number;
  readonly pAbove: number;
  readonly pBelow: number;
}

const twoSided = (t: Test) => Math.min(1, 2 * Math.min(t.pAbove, t.pBelow));

function decide(test: Test, adjusted: number, alpha: number): Verdict {
  if (adjusted <= alpha) return test.pAbove < test.pBelow ? "worse" : "better";
  return test.estimate.lo >= -test.limit && test.estimate.hi <= test.limit ? "same" : "inconclusive";
}

/** ln(head/base) of one cell: Hodges–Lehmann and Mann–Whitney on log times, or order statistics and sign test on pairs. */
function testCell(base: TimedCell, head: TimedCell, limit: number, paired: boolean): Test {
  const x = head.timing.samples.map(Math.log);
  const y = base.timing.samples.map(Math.log);
  if (paired) {
    const inBase = new Map(base.timing.rounds.map((round, i) => [round, y[i]]));
    const d = head.timing.rounds.flatMap((round, i) =>
      inBase.has(round) ? [x[i] - inBase.get(round)!] : [],
    );
    if (d.length > 0)
      return {
        estimate: medianInterval(d),
        limit,
        pAbove: signTestAbove(d.map((v) => v - limit)),
        pBelow: signTestAbove(d.map((v) => -limit - v)),
      };
  }
  const shifted = (by: number) => x.map((v) => v + by);
  return {
    estimate: hodgesLehmann(x, y),
    limit,
    pAbove: mannWhitney(shifted(-limit), y).pAbove,
    pBelow: mannWhitney(shifted(limit), y).pBelow,
  };
}

/** An interval's half-width shrinks as 1/√rounds: rounds until it no longer reaches the nearest limit from the estimate. */
function moreRounds({ estimate, limit }: Test, rounds: number): number | null {
  const distance = Math.abs(Math.abs(estimate.value) - limit);
  const half = Math.max(estimate.hi - estimate.value, estimate.value - estimate.lo);
  const needed = Math.max(leastForInterval, rounds + 1, Math.ceil(rounds * (half / distance) ** 2));
  return needed < 100_000 ? needed - rounds : null;
}

const expInterval = ({ value, lo, hi }: Interval): Interval => ({
  value: Math.exp(value),
  lo: Math.exp(lo),
  hi: Math.exp(hi),
});

/** A change counts only if the robust twin's estimate is beyond the limit too: else one wild width made it. */
function judge(test: Test, robust: Interval, p: number, alpha: number, asRatio: boolean): Judgement {
  const shown = asRatio ? expInterval : (v: Interval) => v;
  const verdict = decide(test, p, alpha);
  const rest = { estimate: shown(test.estimate), robust: shown(robust), p };
  if (verdict === "worse" ? robust.value <= test.limit : verdict === "better" && robust.value >= -test.limit)
    return {
      verdict: "inconclusive",
      ...rest,
      reason: "one width alone makes the difference: the robust twin does not see it",
    };
  const reason = "the interval over widths crosses the threshold: more rounds, or more widths";
  return verdict === "inconclusive" ? { verdict, ...rest, reason } : { verdict, ...rest };
}

interface Shape {
  readonly algorithm: string;
  readonly backend: string;
  readonly n: number;
  readonly params?: Params | undefined;
}

const seriesKey = (c: Shape) => JSON.stringify([c.algorithm, c.backend, c.n, paramsKey(c)]);
const cellKey = (c: Shape & { readonly width: number }) => `${seriesKey(c)} ${c.width}`;
const shapeOf = ({ algorithm, backend, n, params }: TimedCell) => ({
  algorithm,
  backend,
  n,
  ...(params === undefined ? {} : { params }),
});

/**
 * worse if anything is; better or same only if nothing is open. An inconclusive cell of a judged series leaves nothing
 * open: one cell at twenty rounds and 3 % noise often straddles the threshold, and the series answers for its widths.
 */
function overall(verdicts: readonly Verdict[]): Verdict {
  for (const v of ["invalid", "worse", "inconclusive", "better"] as const) if (verdicts.includes(v)) return v;
  return verdicts.length === 0 ? "inconclusive" : "same";
}

/**
 * Verdicts on head against base. A cell is `worse` when its time ratio is beyond the practical threshold with family-wise
 * error alpha (Holm 1979), `same` only when the whole interval lies within it, `invalid` when head's answer is
 * wrong where base's was right. Over the widths of a series, D_w = ln(head/base) is split into level and
 * exponent change by least squares with Student's t; the scatter of D_w about the line holds each width's own
 * systematic error, which resampling rounds cannot see. O(cells·rounds²).
 */
export function compareResults(base: Result, head: Result, options: CompareOptions = {}): Comparison {
  const { alpha = 0.05, exponent = defaultExponent, paired = false } = options;
  const level = options.level ?? levelThreshold(base, head);
  const limit = Math.log1p(level);
  const from = ({ commit, dirty, startedAt }: Result) => ({
    commit,
    dirty,
    ...(startedAt === undefined ? {} : { startedAt }),
  });
  const comparison = {
    schema: comparisonSchemaName,
    base: from(base),
    head: from(head),
    machine: base.machine.id,
    paired,
    alpha,
    thresholds: { level, exponent },
  } as const;
  const refusals = incomparable(base, head);
  if (refusals.length > 0)
    return {
      ...comparison,
      verdict: "invalid",
      reasons: refusals,
      cells: [],
      series: [],
      missing: [],
      added: [],
    };

  const baseCells = new Map(base.cells.filter(isTimed).map((c) => [cellKey(c), c]));
  const headCells = new Map(head.cells.filter(isTimed).map((c) => [cellKey(c), c]));
  const headAll = new Map(head.cells.map((c) => [cellKey(c), c]));
  const named = (c: TimedCell) => ({ ...shapeOf(c), width: c.width });

  const both = [...baseCells].flatMap(([key, old]) => {
    const now = headCells.get(key);
    return now === undefined ? [] : [{ old, now, test: testCell(old, now, limit, paired) }];
  });
  const adjusted = holm(both.map(({ test }) => twoSided(test)));
  const cells: Comparison["cells"] = both.map(({ old, now, test }, i) => {
    const verdict = decide(test, adjusted[i], alpha);
    const rounds = Math.min(old.timing.samples.length, now.timing.samples.length);
    const more = verdict === "inconclusive" ? moreRounds(test, rounds) : null;
    return {
      ...named(old),
      verdict,
      ratio: expInterval(test.estimate),
      p: adjusted[i],
      moreRounds: more,
      ...(verdict === "inconclusive"
        ? {
            reason:
              more === null
                ? "on the threshold: no number of rounds decides it"
                : `about ${more} more rounds would decide it`,
          }
        : {}),
    };
  });
  const reasons: string[] = [];
  for (const [key, old] of baseCells) {
    const now = headAll.get(key);
    if (now === undefined || (now.status !== "invalid" && now.status !== "error")) continue;
    const reason = `${now.status} in head: ${now.reason ?? "no reason given"}`;
    reasons.push(`${old.algorithm} on ${old.backend}, n = ${old.n}, width ${old.width}: ${reason}`);
    cells.push({ ...named(old), verdict: "invalid", ratio: null, p: null, moreRounds: null, reason });
  }

  const tested = [...Map.groupBy(both, ({ old }) => seriesKey(old)).values()]
    .filter((own) => own.length >= leastWidths)
    .map((own) => {
      own.sort((a, b) => a.old.width - b.old.width);
      const x = own.map(({ old }) => Math.log(old.width));
      const d = own.map(({ test }) => test.estimate.value);
      const line = ols(x, d);
      const tail = (distance: number, error: number) =>
        error > 0 ? studentTail(distance / error, line.freedom) : distance > 0 ? 0 : 1;
      const against = (estimate: Interval, error: number, bound: number): Test => ({
        estimate,
        limit: bound,
        pAbove: tail(estimate.value - bound, error),
        pBelow: tail(-bound - estimate.value, error),
      });
      return {
        own,
        level: against(line.level, line.levelError, limit),
        exponent: against(line.slope, line.slopeError, exponent),
        robustLevel: medianInterval(d),
        robustExponent: theilSen(x, d),
      };
    });
  const seriesP = holm(tested.flatMap((t) => [twoSided(t.level), twoSided(t.exponent)]));
  const series: Comparison["series"] = tested.map((t, i) => ({
    ...shapeOf(t.own[0].old),
    widths: t.own.map(({ old }) => old.width),
    level: judge(t.level, t.robustLevel, seriesP[2 * i], alpha, true),
    exponent: judge(t.exponent, t.robustExponent, seriesP[2 * i + 1], alpha, false),
  }));

  const wrong = new Set(cells.filter((c) => c.verdict === "invalid").map(cellKey));
  const judged = new Set(series.map(seriesKey));
  const gone = [...baseCells].filter(([key]) => !headCells.has(key) && !wrong.has(key)).map(([, c]) => c);
  const fresh = [...headCells].filter(([key]) => !baseCells.has(key)).map(([, c]) => c);
  return {
    ...comparison,
    verdict: overall([
      ...cells.filter((c) => c.verdict !== "inconclusive" || !judged.has(seriesKey(c))).map((c) => c.verdict),
      ...series.flatMap((s) => [s.level.verdict, s.exponent.verdict]),
    ]),
    reasons,
    cells,
    series,
    missing: gone.map(named),
    added: fresh.map(named),
  };
}
