import { median } from "@widthwise/measure";
import { expectedCondition, expectedSteps } from "@widthwise/sketch";
import { type Block, heading, list, paragraph, type Text, table } from "../../../page/document.ts";
import { distinct } from "../../../page/lists.ts";
import { sourceOf } from "../../../page/source.ts";
import {
  percent,
  significant,
  slope,
  slopeInterval,
  span,
  time,
  ratio as times,
  widthLabel,
} from "../../../page/units.ts";
import { exponentOf } from "../../../telling/exponent.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { reference } from "./reference.ts";
import {
  type EmbeddingRow,
  embeddingFailuresOf,
  embeddingRows,
  failuresOf,
  mainShape,
  medianSteps,
  plainRows,
  type TimeRow,
  timeRows,
} from "./rows.ts";

export function report(result: StudyResult): Block[] {
  return [
    ...sizeTable(result),
    ...dataTable(result),
    ...referenceTable(result),
    ...timeTable(result),
    ...sketchTable(result),
    heading(2, "What these numbers do not say"),
    list([
      "The network is at initialisation. G is formed exactly for the iterations: where only J is at hand, a step costs more.",
      "Everything runs in one thread of JavaScript in float64. A blocked QR or Cholesky moves constants, not powers of n.",
      "Gaussian sketches are judged by an equal law in n dimensions, since one of J itself does not fit; their time is that of J itself.",
      "A failure costs steps, never a wrong answer: the residual is computed from the answer.",
    ]),
  ];
}

const range = (values: readonly number[], show: (value: number) => string): Text => span(values, show, " … ");
export const stepWords = (steps: number) => (steps < 0 || steps > 1e9 ? "never" : String(steps));

function sizeTable(result: StudyResult): Block[] {
  const rows = mainShape(embeddingRows(result));
  if (rows.length === 0) return [];
  const [{ n, width }] = rows;
  const groups = Map.groupBy(rows, ({ kind, ratio }) => JSON.stringify([kind, ratio]));
  return [
    heading(2, "What does the size of the sketch buy?"),
    paragraph(
      `n = ${n}, width ${widthLabel(width)}, ${distinct(rows.map(({ data }) => data)).length} data sets: medians over keys, and their range over data sets. Distortion is ‖R⁻ᵀ(SA)ᵀSA R⁻¹ − I‖ for A = Jᵀ = QR, on squared lengths; beside it the limit law of Gaussian matrices. A key fails as a preconditioner when conjugate gradients need more than twice the steps that this law promises to a residual of 1e-8; 95 % intervals by Wilson.`,
    ),
    table(
      [
        "sketch",
        "rows>",
        "distortion>",
        "Gaussian limit>",
        "condition after>",
        "limit>",
        "steps to 1e-3>",
        "steps to 1e-8>",
        "promised>",
        "distortion above ½>",
        "fails as preconditioner>",
      ],
      [...groups.values()].map((own) => sizeRow(own, n)),
      sourceOf(result),
    ),
  ];
}

function sizeRow(own: readonly EmbeddingRow[], n: number): Text[] {
  const [{ kind, ratio, rows }] = own;
  const short = (value: number) => (value > 1e6 ? "singular" : significant(value, 3));
  const share = ({ count, trials, interval }: ReturnType<typeof failuresOf>) =>
    `${count} of ${trials} [${percent(interval.lo)}, ${percent(interval.hi)}]`;
  return [
    `\`${kind}\``,
    `${ratio} n`,
    range(
      own.map(({ distortions }) => median(distortions)),
      short,
    ),
    short((1 + Math.sqrt(n / rows)) ** 2 - 1),
    range(
      own.map(({ conditions }) => median(conditions.map((value) => Math.min(value, 1e9)))),
      short,
    ),
    short(expectedCondition(n, rows)),
    range(
      own.map(({ steps }) => medianSteps(steps[0])),
      stepWords,
    ),
    range(
      own.map(({ steps }) => medianSteps(steps[1])),
      stepWords,
    ),
    String(expectedSteps(n, rows, 1e-8)),
    share(embeddingFailuresOf(own)),
    share(failuresOf(own)),
  ];
}

/** Keys of one kind and ratio on one set of data; undefined where there is none. */
function stepsAt(
  rows: readonly EmbeddingRow[],
  kind: string,
  ratio: number,
  which: 0 | 1,
): number | undefined {
  const row = rows.find((one) => one.kind === kind && one.ratio === ratio);
  return row && medianSteps(row.steps[which]);
}

const orDash = (steps: number | undefined) => (steps === undefined ? "–" : stepWords(steps));

function dataTable(result: StudyResult): Block[] {
  const plain = plainRows(result);
  const rows = embeddingRows(result);
  if (plain.length === 0) return [];
  return [
    heading(2, "On which data does a sketch save steps?"),
    paragraph(
      "Steps to a relative residual of 1e-3 and 1e-8, medians over keys; `count-sketch` with 4n and 8n rows.",
    ),
    table(
      [
        "data",
        "n>",
        "width>",
        "least distance>",
        "condition of G>",
        "plain: 1e-3>",
        "1e-8>",
        "4n: 1e-3>",
        "1e-8>",
        "8n: 1e-3>",
        "1e-8>",
      ],
      [...plain]
        .sort((a, b) => a.n - b.n || a.width - b.width || a.condition - b.condition)
        .map(({ data, n, width, separation, condition, steps }) => {
          const own = rows.filter((row) => row.data === data && row.n === n && row.width === width);
          return [
            data,
            String(n),
            widthLabel(width),
            significant(separation, 3),
            significant(condition, 3),
            ...steps.map(stepWords),
            ...([4, 8] as const).flatMap((ratio) =>
              ([0, 1] as const).map((which) => orDash(stepsAt(own, "count-sketch", ratio, which))),
            ),
          ];
        }),
      sourceOf(result),
    ),
  ];
}

function referenceTable(result: StudyResult): Block[] {
  const { n, width } = reference.shape;
  const here = <T extends { n: number; width: number }>(rows: readonly T[]) =>
    rows.filter((row) => row.n === n && row.width === width);
  const plain = here(plainRows(result));
  const rows = here(embeddingRows(result));
  const found = reference.rows.flatMap((expected) => {
    const own = plain.find(({ data }) => data === expected.data);
    return own ? [{ expected, own, sketched: rows.filter(({ data }) => data === expected.data) }] : [];
  });
  if (found.length === 0) return [];
  return [
    heading(2, "Beside reference values"),
    paragraph(
      `${reference.provenance} Ours are placed so that the two nearest inputs have the distance named; how the script measured it is not recorded, so conditions may differ where sketched steps should not.`,
    ),
    table(
      [
        "data",
        "condition: ours>",
        "reference>",
        "plain to 1e-3: ours>",
        "reference>",
        "4n: ours>",
        "reference>",
        "8n: ours>",
        "reference>",
      ],
      found.map(({ expected, own, sketched }) => [
        expected.data,
        significant(own.condition, 3),
        significant(expected.condition, 3),
        stepWords(own.steps[0]),
        String(expected.plain),
        ...[4, 8].flatMap((ratio) => [
          orDash(stepsAt(sketched, "count-sketch", ratio, 0)),
          String(expected.sketched[ratio] ?? "–"),
        ]),
      ]),
      sourceOf(result),
    ),
  ];
}

/** Ways to solve, and their time without forming G, which all but J-only methods share. */
export const waysOf = (row: TimeRow): { readonly way: string; readonly ns: number }[] => {
  const { algorithm, kinds } = row;
  if (algorithm === "cholesky") return [{ way: "cholesky", ns: kinds.solveNs }];
  const before = algorithm === "cg" ? 0 : kinds.sketchNs + kinds.qrNs;
  return [
    { way: `${algorithm} to 1e-3`, ns: before + kinds.nsTo1e3 },
    { way: `${algorithm} to 1e-8`, ns: before + kinds.nsTo1e8 },
  ];
};

function timeTable(result: StudyResult): Block[] {
  const rows = timeRows(result);
  return [...Map.groupBy(rows, ({ data }) => data)].flatMap(([data, own]): Block[] => {
    const ns = distinct(own.map(({ n }) => n));
    const ways = [...new Set(own.flatMap((row) => waysOf(row).map(({ way }) => way)))];
    const at = (way: string, n: number) =>
      own.filter((row) => row.n === n).flatMap((row) => waysOf(row).filter((each) => each.way === way))[0]
        ?.ns;
    const line = (name: string, values: readonly (number | undefined)[]): Text[] => {
      const fit = exponentOf(ns.flatMap((x, k) => (values[k] === undefined ? [] : [{ x, y: values[k] }])));
      return [
        name,
        ...values.map((value) => (value === undefined ? "–" : time(value))),
        fit ? slopeInterval(fit) : "–",
      ];
    };
    const gram = ns.map((n) => own.find((row) => row.algorithm === "cholesky" && row.n === n)?.kinds.gramNs);
    return [
      heading(2, `Where does n³ begin to lose? ${data}`),
      paragraph(
        "Median over rounds. Forming G (counting common neurons) is shared by the exact solve and plain conjugate gradients. Times with a sketch contain drawing it, applying it to J, its QR and the iterations. The last column is the exponent in n.",
      ),
      table(
        ["", ...ns.map((n) => `n = ${n}>`), "exponent [95 %]>"],
        [
          line("forming G", gram),
          ...ways.map((way) =>
            line(
              `\`${way}\``,
              ns.map((n) => at(way, n)),
            ),
          ),
        ],
        sourceOf(result),
      ),
      ...stepList(own, ns),
    ];
  });
}

function stepList(own: readonly TimeRow[], ns: readonly number[]): Block[] {
  const plain = own.filter(({ algorithm }) => algorithm === "cg");
  const counts = plain.map(({ kinds }) => kinds.stepsTo1e8);
  if (counts.length === 0) return [];
  const steps = growthOfSteps(ns, counts);
  return [
    paragraph(
      `Plain conjugate gradients take ${plain.map(({ n, kinds }) => `${kinds.stepsTo1e8} (n = ${n})`).join(", ")} steps to 1e-8${steps}.`,
    ),
  ];
}

function growthOfSteps(ns: readonly number[], counts: readonly number[]): Text {
  const fit = counts.length === ns.length ? exponentOf(ns.map((x, k) => ({ x, y: counts[k] }))) : undefined;
  if (fit === undefined) return "";
  return `: exponent ${slope(fit.value)} in n, so the whole solve grows like n to 2 and that`;
}

function sketchTable(result: StudyResult): Block[] {
  const sketched = timeRows(result).filter(({ kinds }) => kinds.sketchNs !== undefined);
  if (sketched.length === 0) return [];
  const exact = (row: TimeRow) =>
    timeRows(result).find((one) => one.algorithm === "cholesky" && one.data === row.data && one.n === row.n)
      ?.kinds.solveNs;
  return [
    heading(2, "What a sketch costs"),
    table(
      [
        "sketch",
        "data",
        "n>",
        "rows>",
        "drawn and applied>",
        "QR>",
        "iterations to 1e-8>",
        "steps>",
        "together, of the exact solve>",
      ],
      sketched.map((row) => {
        const { sketchNs, qrNs, nsTo1e8, stepsTo1e8, rows } = row.kinds;
        const base = exact(row);
        return [
          `\`${row.algorithm}\``,
          row.data,
          String(row.n),
          String(rows),
          time(sketchNs),
          time(qrNs),
          time(nsTo1e8),
          stepWords(stepsTo1e8),
          base === undefined ? "–" : times((sketchNs + qrNs + nsTo1e8) / base),
        ];
      }),
      sourceOf(result),
    ),
  ];
}
