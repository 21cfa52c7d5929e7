// Tables of sketches by size, by data, beside reference values, and by what they cost.
import { expectedCondition, expectedSteps } from "@widthwise/sketch";
import { distinct } from "../../../page/lists.ts";
import { type Cells, section } from "../../../page/section.ts";
import { exact, percent, significant, span, widthLabel } from "../../../page/units.ts";
import { middleOf } from "../../../telling/gaps.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  type EmbeddingRow,
  embeddingFailuresOf,
  embeddingRows,
  failuresOf,
  mainShape,
  medianSteps,
  plainRows,
  stepWords,
} from "./embeddings.ts";
import { reference } from "./reference.ts";
import { costSection, timeSections } from "./time-sections.ts";

export const sections = (told: Told<Params>) => [
  bySize(told),
  byData(told),
  besideReference(told),
  timeSections(told),
  costSection(told),
];

function bySize({ result, note }: Told<Params>) {
  const rows = mainShape(embeddingRows(result));
  if (rows.length === 0) return [];
  const [{ n, width }] = rows;
  type Row = readonly EmbeddingRow[];
  const short = (value: number) => (value > 1e6 ? "singular" : significant(value, 3));
  const range = (of: (row: EmbeddingRow) => number, show: (value: number) => string) => (own: Row) =>
    span(own.map(of), show, " … ");
  const share = ({ count, trials, interval }: ReturnType<typeof failuresOf>) =>
    `${count} of ${trials} [${percent(interval.lo)}, ${percent(interval.hi)}]`;
  return section({
    heading: "What does the size of the sketch buy?",
    note: `n = ${n}, width ${widthLabel(width)}, ${distinct(rows.map(({ data }) => data)).length} data sets: ${note("size")}`,
    rows: [...Map.groupBy(rows, ({ kind, ratio }) => JSON.stringify([kind, ratio])).values()],
    columns: [
      ["sketch", ([{ kind }]) => `\`${kind}\``],
      ["rows>", ([{ ratio }]) => `${ratio} n`],
      ["distortion>", range(({ distortions }) => middleOf(distortions), short)],
      ["Gaussian limit>", ([{ rows: s }]) => short((1 + Math.sqrt(n / s)) ** 2 - 1)],
      [
        "condition after>",
        range(({ conditions }) => middleOf(conditions.map((value) => Math.min(value, 1e9))), short),
      ],
      ["limit>", ([{ rows: s }]) => short(expectedCondition(n, s))],
      ["steps to 1e-3>", range((row) => medianSteps(row, 0), stepWords)],
      ["steps to 1e-8>", range((row) => medianSteps(row, 1), stepWords)],
      ["promised>", ([{ rows: s }]) => exact(expectedSteps(n, s, 1e-8))],
      ["distortion above ½>", (own) => share(embeddingFailuresOf(own))],
      ["fails as preconditioner>", (own) => share(failuresOf(own))],
    ],
  });
}

/** Steps of count sketches of so many rows, in n, on the data of a row. */
function sketchedSteps(rows: readonly EmbeddingRow[], ratio: number, which: 0 | 1) {
  return ({ data, n, width }: { data: string; n: number; width: number }): string => {
    const row = rows.find(
      (one) =>
        one.kind === "count-sketch" &&
        one.ratio === ratio &&
        one.data === data &&
        one.n === n &&
        one.width === width,
    );
    return row === undefined ? "–" : stepWords(medianSteps(row, which));
  };
}

function byData({ result, note }: Told<Params>) {
  const rows = embeddingRows(result);
  return section({
    heading: "On which data does a sketch save steps?",
    note: note("data"),
    rows: plainRows(result).sort((a, b) => a.n - b.n || a.width - b.width || a.condition - b.condition),
    columns: [
      ["data", ({ data }) => data],
      ["n>", ({ n }) => String(n)],
      ["width>", ({ width }) => widthLabel(width)],
      ["least distance>", ({ separation }) => significant(separation, 3)],
      ["condition of G>", ({ condition }) => significant(condition, 3)],
      ["plain: 1e-3>", ({ steps }) => stepWords(steps[0])],
      ["1e-8>", ({ steps }) => stepWords(steps[1])],
      ["4n: 1e-3>", sketchedSteps(rows, 4, 0)],
      ["1e-8>", sketchedSteps(rows, 4, 1)],
      ["8n: 1e-3>", sketchedSteps(rows, 8, 0)],
      ["1e-8>", sketchedSteps(rows, 8, 1)],
    ],
  });
}

function besideReference({ result, note }: Told<Params>) {
  const { n, width } = reference.shape;
  const rows = embeddingRows(result);
  const plain = plainRows(result).filter((row) => row.n === n && row.width === width);
  const found = reference.rows.flatMap((expected) => {
    const own = plain.find(({ data }) => data === expected.data);
    return own === undefined ? [] : [{ ...own, expected }];
  });
  type Row = (typeof found)[number];
  return section({
    heading: "Beside reference values",
    note: `${reference.provenance} ${note("reference")}`,
    rows: found,
    columns: [
      ["data", ({ data }) => data],
      ["condition: ours>", ({ condition }) => significant(condition, 3)],
      ["reference>", ({ expected }) => significant(expected.condition, 3)],
      ["plain to 1e-3: ours>", ({ steps }) => stepWords(steps[0])],
      ["reference>", ({ expected }) => String(expected.plain)],
      ...[4, 8].flatMap((ratio): Cells<Row>[] => [
        [`${ratio}n: ours>`, sketchedSteps(rows, ratio, 0)],
        ["reference>", ({ expected }) => String(expected.sketched[ratio] ?? "–")],
      ]),
    ],
  });
}
