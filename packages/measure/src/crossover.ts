// From which width one side is faster than another, pair by pair.
import { fillUniforms, type Key } from "@widthwise/core";
import { isTimed, paramsKey, type Side, sameSide, type TimedCell } from "./cells.ts";
import { type PairChoice, pairsOf, type WidthSeries } from "./crossover-pairs.ts";
import { differenceOf, locateCrossing } from "./crossover-resampling.ts";
import type { Cell, Crossover } from "./schema.ts";
import { commonRounds, isPaired } from "./turns.ts";

/** Options of `findCrossovers`: which pairs, and the resampling. */
export interface CrossoverOptions extends PairChoice {
  /** of the bootstrap's random numbers: the same key and cells give the same intervals */
  readonly key: Key;
  /** default 1000 */
  readonly resamples?: number;
}

const leastShared = 3;

/** A dense cell far below its backend's product rate may not make another algorithm look good; against itself it may. */
const slow = (cell: TimedCell): boolean => cell.timing.notes.includes("slow-baseline");

const sideOf = ({ algorithm, backend }: Side): Side => ({ algorithm, backend });

/** Nothing where no cell says its turn. */
function unpairedWidths(pairs: readonly (readonly [TimedCell, TimedCell])[]): Pick<Crossover, "unpaired"> {
  if (pairs.every((pair) => pair.every(({ timing }) => timing.turn === undefined))) return {};
  const apart = pairs.filter(([a, b]) => !isPaired(commonRounds(a.timing, b.timing)));
  return { unpaired: apart.map(([{ width }]) => width) };
}

/**
 * Crossover widths of all wanted pairs that share n, params and at least three timed widths. `faster` is the one that
 * is faster at the largest width. `crossed`: once, at `width`, interpolated linearly in ln t over ln width, with a 95 %
 * interval from jointly resampled rounds, an end of which is null beyond the widths measured; `always`: faster at every
 * width; `never`: the pair was expected the other way round, and the expected side wins nowhere; `unresolved`: more
 * than one sign change, more than a fifth of the resamples of another kind, or no width where the two differ.
 * O(resamples · rounds log rounds) per pair and uncertain width.
 */
export function findCrossovers(cells: readonly Cell[], options: CrossoverOptions): Crossover[] {
  const { key, resamples = 1000, expected = [] } = options;
  const timed = cells.filter(isTimed);
  const longest = timed.reduce((most, c) => Math.max(most, c.timing.samples.length), 1);
  const uniforms = new Float64Array(resamples * 2 * longest);
  fillUniforms(key, 0, uniforms);

  const crossoverOf = (a: WidthSeries, b: WidthSeries): Crossover[] => {
    const pairs = [...a.at]
      .flatMap(([width, ofA]) => (b.at.has(width) ? [[ofA, b.at.get(width)!] as const] : []))
      .filter(([ofA, ofB]) => a.algorithm === b.algorithm || !(slow(ofA) || slow(ofB)))
      .sort(([p], [q]) => p.width - q.width);
    const points = pairs.map(([ofA, ofB]) => differenceOf(ofA, ofB));
    if (points.length < leastShared) return [];
    const [{ n, params }] = a.at.values();
    const [faster, slower] = points.at(-1)!.value > 0 ? [b, a] : [a, b];
    const located = locateCrossing(points, uniforms, resamples);
    const refuted =
      located.status === "always" && expected.some((e) => sameSide(e[0], slower) && sameSide(e[1], faster));
    return [
      {
        faster: sideOf(refuted ? slower : faster),
        slower: sideOf(refuted ? faster : slower),
        n,
        ...(params === undefined ? {} : { params }),
        ...located,
        status: refuted ? "never" : located.status,
        ...unpairedWidths(pairs),
      },
    ];
  };

  return [...Map.groupBy(timed, (c) => `${c.n} ${paramsKey(c)}`).values()].flatMap((group) => {
    const bySide = Map.groupBy(group, (c) => JSON.stringify([c.algorithm, c.backend]));
    const series = [...bySide.values()].map((own) => ({
      ...sideOf(own[0]),
      at: new Map(own.map((c) => [c.width, c])),
    }));
    return pairsOf(series, options).flatMap(([a, b]) => crossoverOf(a, b));
  });
}
