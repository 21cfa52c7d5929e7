// Update and query times against n, beside the conditional lower bound of Alman et al. 2023 (arXiv 2211.14227) and of Deng
// et al. (arXiv 2208.04508): t_update + t_query ≥ n^(1−o(1)).
import { exponentInterval, type Interval, leastSizes, type Result } from "@widthwise/measure";
import { type Block, heading, list, paragraph, type Text, table } from "../../page/document.ts";
import { sourceOf } from "../../page/source.ts";
import { significant, slope, slopeInterval, time, widthLabel } from "../../page/units.ts";
import { measure, type TimedCell } from "../series.ts";
import { searchesOf, searchOf, structuresOf } from "./searches.ts";

/** Times of one structure by n, ns: of one neuron's update, of a query that lists, of one that finds nothing. */
export interface Tradeoff {
  readonly structure: string;
  readonly ns: readonly number[];
  readonly update: readonly number[];
  readonly list: readonly number[];
  readonly decide: readonly number[];
  readonly approximate: boolean;
}

/** One entry a structure, at the sizes where all its operations have a time. */
export function tradeoffsOf(result: Result): Tradeoff[] {
  const searches = searchesOf(result);
  return structuresOf(searches).flatMap((structure): Tradeoff[] => {
    const cellsBy = (operation: "update-few" | "query" | "query-none" | "query-dual") =>
      new Map(searchOf(searches, structure, operation)?.cells.map((cell) => [cell.n, cell]));
    const [few, query, none, dual] = (["update-few", "query", "query-none", "query-dual"] as const).map(
      cellsBy,
    );
    const ns = [...few.keys()].filter((n) => query.has(n) && none.has(n));
    if (ns.length === 0) return [];
    const median = (cell: TimedCell) => cell.timing.median;
    return [
      {
        structure,
        ns,
        update: ns.map((n) => median(few.get(n)!) / (measure(few.get(n), "neurons") ?? 1)),
        // neuron by neuron where that is faster
        list: ns.map((n) => Math.min(median(query.get(n)!), dual.has(n) ? median(dual.get(n)!) : Infinity)),
        decide: ns.map((n) => median(none.get(n)!)),
        approximate: measure(query.get(ns[0]), "recall") !== undefined,
      },
    ];
  });
}

function exponentOf(ns: readonly number[], times: readonly number[]): Interval | undefined {
  return ns.length < leastSizes ? undefined : exponentInterval(ns, times);
}

const sum = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + b[i]);
const product = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value * b[i]);

export function lowerBoundBlocks(result: Result): Block[] {
  const tradeoffs = tradeoffsOf(result);
  if (tradeoffs.length === 0) return [paragraph("No structure has all its times: see the reasons below.")];
  const width = searchesOf(result)[0].cells[0].width;
  return [
    heading(2, "Does any structure beat the lower bound in n?"),
    paragraph(lowerBoundAnswer(result)),
    paragraph(
      `Exponents in n at width ${widthLabel(width)}; t_u is the update of one neuron at all n inputs (a batch of ${neuronsOf(result)}, divided), t_q a query over all inputs. “Nothing fires” is the decision problem of the bound: is there any pair? Listing what fires costs at least the length of the list, which is itself linear in n. The measured t_u + t_q is flatter than the steeper of its parts where the other part, such as a look at one root for each of m neurons, does not depend on n and is still larger.`,
    ),
    exponentTable(result, tradeoffs),
    timeTable(result, tradeoffs),
    heading(2, "What the bound forbids, and what it does not"),
    list(meaning),
  ];
}

/** One paragraph, from the numbers. */
export function lowerBoundAnswer(result: Result): Text {
  const exact = tradeoffsOf(result).filter(({ approximate }) => !approximate);
  // the sum of two power laws grows like the steeper one
  const found = exact.flatMap(({ structure, ns, update, decide }) => {
    const both = [exponentOf(ns, update), exponentOf(ns, decide)].filter(
      (exponent) => exponent !== undefined,
    );
    both.sort((a, b) => b.value - a.value);
    return both.length < 2 ? [] : [{ structure, exponent: both[0] }];
  });
  if (found.length === 0) return `Exponents in n need ${leastSizes} sizes: pass more \`--n\`.`;
  found.sort((a, b) => a.exponent.value - b.exponent.value);
  const [least, most] = [found[0], found[found.length - 1]];
  const below = found.filter(({ exponent }) => exponent.hi < 1);
  const verdict =
    below.length === 0
      ? "**No.** In every exact structure update or query grows at least like n within its interval, as the conditional bound t_u + t_q ≥ n^(1−o(1)) says"
      : `**In this range ${below.map(({ structure }) => `\`${structure}\``).join(", ")} ${below.length === 1 ? "lies" : "lie"} below exponent 1**, which refutes nothing: the bound is about the limit and about the worst inputs, and fixed costs flatten a curve at small n`;
  return `${verdict}. The steeper of the two (queries: nothing fires) runs from ${slopeInterval(least.exponent)} (\`${least.structure}\`) to ${slopeInterval(most.exponent)} (\`${most.structure}\`): an update alone must touch n values, so the bound is reached up to constants by any structure whose query is no worse than linear in n, and what remains to be won is the dependence on the width, which it leaves open.`;
}

function neuronsOf(result: Result): Text {
  const cell = result.cells.find(({ algorithm }) => algorithm.endsWith("-update-few"));
  return String(measure(cell, "neurons") ?? "–");
}

function exponentTable(result: Result, tradeoffs: readonly Tradeoff[]): Block {
  const show = (exponent: Interval | undefined) => (exponent ? slopeInterval(exponent) : "–");
  return table(
    [
      "structure",
      "n",
      "t_u>",
      "t_q, listing>",
      "t_q, nothing fires>",
      "t_u + t_q>",
      "t_u · t_q>",
      "bound on t_u + t_q>",
    ],
    tradeoffs.map(({ structure, ns, update, list: listing, decide, approximate }) => [
      `\`${structure}\`${approximate ? " (approximate)" : ""}`,
      `${ns[0]} … ${ns[ns.length - 1]}`,
      show(exponentOf(ns, update)),
      show(exponentOf(ns, listing)),
      show(exponentOf(ns, decide)),
      show(exponentOf(ns, sum(update, decide))),
      show(exponentOf(ns, product(update, decide))),
      approximate ? "none" : slope(1),
    ]),
    sourceOf(result),
  );
}

function timeTable(result: Result, tradeoffs: readonly Tradeoff[]): Block {
  const end = (values: readonly number[]) => values[values.length - 1];
  return table(
    ["structure", "n>", "t_u>", "t_q, listing>", "t_q, nothing fires>", "t_u · t_q, µs²>"],
    tradeoffs.map(({ structure, ns, update, list: listing, decide }) => [
      `\`${structure}\``,
      String(end(ns)),
      time(end(update)),
      time(end(listing)),
      time(end(decide)),
      significant((end(update) * end(decide)) / 1e6, 3),
    ]),
    sourceOf(result),
  );
}

const meaning: readonly Text[] = [
  "**It forbids**, if orthogonal vectors are as hard as believed (OVC, which SETH implies) and d grows faster than any constant (ω(log n); Alman et al. reach 2^O(log* n) through bichromatic maximum inner product): a structure that takes one neuron's weights and then says whether anything fires, both in n^0.99, whatever is precomputed from the inputs. The proof writes one vector after another into one neuron and asks after each.",
  "**It does not forbid** taking many updates before a query, as training does: a batch may share work between its neurons (a matrix product; `update-step` of the suite `structures` rebuilds a tree once for all of them).",
  "**It does not forbid** approximation: `simhash` misses some of what fires, and is outside the bound.",
  "**It does not forbid** using that weights move little: slack certificates do not look at a neuron until it can have crossed the threshold; the proof's updates replace a weight altogether.",
  "**It says nothing about the width**: t_u + t_q ≥ n^(1−o(1)) holds at any number of neurons, and sublinear growth with the width at fixed n is untouched.",
  "**It is about the worst inputs**: random or natural ones may be easier.",
];
