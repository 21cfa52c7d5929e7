// Update and query times against n, beside the conditional lower bound of Alman et al. 2023 (arXiv 2211.14227) and of Deng
// et al. (arXiv 2208.04508): t_update + t_query ≥ n^(1−o(1)).
import { leastSizes, type Result } from "@widthwise/measure";
import { type Block, heading, list, paragraph, type Text } from "../../page/document.ts";
import { lastOf } from "../../page/lists.ts";
import { section } from "../../page/section.ts";
import { exact, significant, slope, slopeInterval, time, widthLabel } from "../../page/units.ts";
import { measured, searchesOf } from "./searches.ts";
import { exponentInN, type Tradeoff, together, tradeoffsOf } from "./tradeoffs.ts";

export function lowerBoundBlocks(result: Result): Block[] {
  const tradeoffs = tradeoffsOf(result);
  if (tradeoffs.length === 0) return [paragraph("No structure has all its times: see the reasons below.")];
  const width = searchesOf(result)[0].cells[0].width;
  return [
    heading(2, "Does any structure beat the lower bound in n?"),
    paragraph(lowerBoundAnswer(result)),
    ...section({
      note: `Exponents in n at width ${widthLabel(width)}; t_u is the update of one neuron at all n inputs (a batch of ${neuronsOf(result)}, divided), t_q a query over all inputs. “Nothing fires” is the decision problem of the bound: is there any pair? Listing what fires costs at least the length of the list, which is itself linear in n. The measured t_u + t_q is flatter than the steeper of its parts where the other part, such as a look at one root for each of m neurons, does not depend on n and is still larger.`,
      rows: tradeoffs,
      columns: [
        [
          "structure",
          ({ structure, approximate }) => `\`${structure}\`${approximate ? " (approximate)" : ""}`,
        ],
        ["n", ({ ns }) => `${ns[0]} … ${lastOf(ns)}`],
        ["t_u>", exponentWords(({ update }) => update)],
        ["t_q, listing>", exponentWords((one) => one.list)],
        ["t_q, nothing fires>", exponentWords(({ decide }) => decide)],
        ["t_u + t_q>", exponentWords((one) => together(one))],
        ["t_u · t_q>", exponentWords((one) => together(one, "product"))],
        ["bound on t_u + t_q>", ({ approximate }) => (approximate ? "none" : slope(1))],
      ],
    }),
    ...section({
      rows: tradeoffs,
      columns: [
        ["structure", ({ structure }) => `\`${structure}\``],
        ["n>", ({ ns }) => String(lastOf(ns))],
        ["t_u>", ({ update }) => time(lastOf(update))],
        ["t_q, listing>", (one) => time(lastOf(one.list))],
        ["t_q, nothing fires>", ({ decide }) => time(lastOf(decide))],
        ["t_u · t_q, µs²>", (one) => significant(lastOf(together(one, "product")) / 1e6, 3)],
      ],
    }),
    heading(2, "What the bound forbids, and what it does not"),
    list(meaning),
  ];
}

/** One paragraph, from the numbers. */
export function lowerBoundAnswer(result: Result): Text {
  const found = tradeoffsOf(result)
    .filter(({ approximate }) => !approximate)
    .flatMap((one) => {
      const parts = [exponentInN(one, one.update), exponentInN(one, one.decide)];
      const both = parts.filter((exponent) => exponent !== undefined);
      // the sum of two power laws grows like the steeper one
      const [exponent] = both.sort((a, b) => b.value - a.value);
      return both.length < 2 ? [] : [{ structure: `\`${one.structure}\``, exponent }];
    })
    .sort((a, b) => a.exponent.value - b.exponent.value);
  if (found.length === 0) return `Exponents in n need ${leastSizes} sizes: pass more \`--n\`.`;
  const [least, most] = [found[0], lastOf(found)];
  const below = found.filter(({ exponent }) => exponent.hi < 1).map(({ structure }) => structure);
  const verdict =
    below.length === 0
      ? "**No.** In every exact structure update or query grows at least like n within its interval, as the conditional bound t_u + t_q ≥ n^(1−o(1)) says"
      : `**In this range ${below.join(", ")} ${below.length === 1 ? "lies" : "lie"} below exponent 1**, which refutes nothing: the bound is about the limit and about the worst inputs, and fixed costs flatten a curve at small n`;
  return `${verdict}. The steeper of the two (queries: nothing fires) runs from ${slopeInterval(least.exponent)} (${least.structure}) to ${slopeInterval(most.exponent)} (${most.structure}): an update alone must touch n values, so the bound is reached up to constants by any structure whose query is no worse than linear in n, and what remains to be won is the dependence on the width, which it leaves open.`;
}

function neuronsOf({ cells }: Result): Text {
  const cell = cells.find(({ algorithm }) => algorithm.endsWith("-update-few"));
  return exact(measured(cell, "neurons"));
}

const exponentWords = (of: (one: Tradeoff) => readonly number[]) => (one: Tradeoff) => {
  const exponent = exponentInN(one, of(one));
  return exponent ? slopeInterval(exponent) : "–";
};

const meaning: readonly Text[] = [
  "**It forbids**, if orthogonal vectors are as hard as believed (OVC, which SETH implies) and d grows faster than any constant (ω(log n); Alman et al. reach 2^O(log* n) through bichromatic maximum inner product): a structure that takes one neuron's weights and then says whether anything fires, both in n^0.99, whatever is precomputed from the inputs. The proof writes one vector after another into one neuron and asks after each.",
  "**It does not forbid** taking many updates before a query, as training does: a batch may share work between its neurons (a matrix product; `update-step` of the suite `structures` rebuilds a tree once for all of them).",
  "**It does not forbid** approximation: `simhash` misses some of what fires, and is outside the bound.",
  "**It does not forbid** using that weights move little: slack certificates do not look at a neuron until it can have crossed the threshold; the proof's updates replace a weight altogether.",
  "**It says nothing about the width**: t_u + t_q ≥ n^(1−o(1)) holds at any number of neurons, and sublinear growth with the width at fixed n is untouched.",
  "**It is about the worst inputs**: random or natural ones may be easier.",
];
