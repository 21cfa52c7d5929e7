import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { lastOf } from "../../../page/lists.ts";
import { sourceOf } from "../../../page/source.ts";
import {
  count,
  percent,
  significant,
  slopeInterval,
  tolerance as toleranceLabel,
  widthLabel,
} from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { workExponent } from "./answers.ts";
import { arrivals, middle, type Point, pairsOf, paramsOf, pointsOf, ratioOf } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { shifts, grids } = paramsOf(result);
  const algorithms = [...new Set(grids.map(({ algorithm }) => algorithm))];
  const series = algorithms.flatMap((algorithm) => shifts.map((shift) => ({ algorithm, shift })));
  return [
    ...convergenceTables(result, series),
    ...workTable(result, series),
    heading(2, "What these numbers do not say"),
    list([
      "Counted work, not time: the second layer's own work is |F_r| multiply-adds a neuron for a_r and as many again as the pairs of G.",
      "a_r = ±1 at the start. Larger or smaller second layers shift the balance between the layers and are not measured.",
      "Small n and one data set: what is compared is both layers against the first, on the same networks.",
    ]),
  ];
}

interface Series {
  readonly algorithm: string;
  readonly shift: string;
}

function convergenceTables(result: StudyResult, series: readonly Series[]): Block[] {
  const { tolerances, n, dataset } = paramsOf(result);
  const points = pointsOf(result);
  const ordered = [...tolerances].sort((a, b) => b - a);
  const tables = series.flatMap(({ algorithm, shift }): Block[] => {
    const pairs = pairsOf(points, algorithm, shift);
    if (pairs.length === 0) return [];
    return [
      heading(3, `${algorithm}, ${shift}`),
      table(
        [
          "width>",
          "layers",
          ...ordered.map((tolerance) => `steps to ${toleranceLabel(tolerance)}>`),
          "‖f−y‖ at the end>",
          "fire, start>",
          "fire, end>",
          "flips, step 1>",
          "flips, step 2>",
        ],
        pairs.flatMap(({ width, first, both }) =>
          [first, both].map((point, k) => [
            k === 0 ? widthLabel(width) : "",
            point.train,
            ...ordered.map((tolerance) => stepsOf(point, tolerance)),
            significant(
              middle(point, ({ curve }) => lastOf(curve).y),
              2,
            ),
            percent(middle(point, ({ firingAtStart }) => firingAtStart)),
            percent(middle(point, ({ firingAtEnd }) => firingAtEnd)),
            percent(middle(point, ({ flips }) => flips[0] ?? 0)),
            percent(middle(point, ({ flips }) => flips[1] ?? 0)),
          ]),
        ),
        sourceOf(result),
      ),
    ];
  });
  return [
    heading(2, "Convergence and sparsity"),
    paragraph(
      `${dataset}, n = ${n}; medians over networks. Flips of a step are (input, neuron) pairs that change between firing and not, over those that fired before it. The first steps of narrow networks are checked against all weights in float64.`,
    ),
    ...tables,
  ];
}

function stepsOf(point: Point, tolerance: number): string {
  const { count: found, steps } = arrivals(point, tolerance);
  if (found === 0) return "no";
  const [low, high] = [Math.min(...steps), Math.max(...steps)];
  const text = low === high ? String(low) : `${low} … ${high}`;
  return found === point.runs.size ? text : `${text} (${found} of ${point.runs.size})`;
}

function workTable(result: StudyResult, series: readonly Series[]): Block[] {
  const points = pointsOf(result);
  const rows = series.flatMap(({ algorithm, shift }) => {
    const pairs = pairsOf(points, algorithm, shift);
    if (pairs.length === 0) return [];
    const end = lastOf(pairs);
    return (["macs", "compares"] as const).map((work) => {
      const { value, lo, hi } = ratioOf(end, (run) => run[work]);
      const [first, both] = (["first", "both"] as const).map((train) => {
        const own = pairs.map((pair) => pair[train]);
        const fit = workExponent(own, work);
        return fit ? slopeInterval(fit) : "five widths needed";
      });
      return [
        `\`${algorithm}\``,
        shift,
        work === "macs" ? "multiply-adds" : "tree nodes",
        widthLabel(end.width),
        count(middle(end.first, (run) => run[work])),
        count(middle(end.both, (run) => run[work])),
        `${significant(value, 4)} [${significant(lo, 4)}, ${significant(hi, 4)}]`,
        first,
        both,
      ];
    });
  });
  if (rows.length === 0) return [];
  return [
    heading(2, "Work of a step, counted"),
    paragraph(
      "Of the first step, exact, medians over networks; ratio network by network, with the order statistics around its median. Tree nodes are those that queries look at and updates recompute. Exponents by Theil and Sen over all widths.",
    ),
    table(
      [
        "algorithm",
        "shift",
        "work",
        "at width>",
        "first layer>",
        "both layers>",
        "both over first>",
        "exponent, first>",
        "exponent, both>",
      ],
      rows,
      sourceOf(result),
    ),
  ];
}
