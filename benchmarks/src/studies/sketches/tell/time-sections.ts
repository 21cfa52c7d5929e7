// Tables of times: every way to solve against n, and what a sketch costs.
import { type Block, paragraph } from "../../../page/document.ts";
import { distinct } from "../../../page/lists.ts";
import { type Cells, section } from "../../../page/section.ts";
import { exact, ratio, slope, slopeInterval, time } from "../../../page/units.ts";
import { exponentOf } from "../../../telling/exponent.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { stepWords } from "./embeddings.ts";
import { exactFor, isSketched, type TimeRow, timeRows, waysOf } from "./times.ts";

/** One line of times by n. */
interface Way {
  readonly name: string;
  readonly ns: ReadonlyMap<number, number>;
}

/** A table for every set of data. */
export function timeSections({ result, note }: Told<Params>): Block[] {
  return [...Map.groupBy(timeRows(result), ({ data }) => data)].flatMap(([data, own]) => {
    const columns = distinct(own.map(({ n }) => n)).map((n): Cells<Way> => {
      const at = ({ ns }: Way) => ns.get(n);
      return [`n = ${n}>`, (way) => time(at(way))];
    });
    return [
      ...section({
        heading: `Where does n³ begin to lose? ${data}`,
        note: note("times"),
        rows: linesOf(own),
        columns: [["", ({ name }) => name], ...columns, ["exponent [95 %]>", exponentIn]],
      }),
      ...stepsOfPlain(own),
    ];
  });
}

function linesOf(rows: readonly TimeRow[]): Way[] {
  const exact = rows.filter(({ algorithm }) => algorithm === "cholesky");
  const solves = rows.flatMap((row) => waysOf(row).map((way) => ({ ...way, n: row.n })));
  const ways = Map.groupBy(solves, ({ way }) => way);
  return [
    { name: "forming G", ns: new Map(exact.map(({ n, medians }) => [n, medians.gramNs])) },
    ...[...ways].map(([way, own]) => ({
      name: `\`${way}\``,
      ns: new Map(own.map(({ n, ns }) => [n, ns])),
    })),
  ];
}

function exponentIn({ ns }: Way): string {
  const fit = exponentOf([...ns].map(([x, y]) => ({ x, y })));
  return fit ? slopeInterval(fit) : "–";
}

function stepsOfPlain(rows: readonly TimeRow[]): Block[] {
  const plain = rows
    .filter(({ algorithm }) => algorithm === "cg")
    .map(({ n, medians }) => ({ n, steps: medians.stepsTo1e8 }));
  if (plain.length === 0) return [];
  const counts = plain.map(({ n, steps }) => `${exact(steps)} (n = ${n})`).join(", ");
  const fit = exponentOf(plain.map(({ n, steps }) => ({ x: n, y: steps })));
  const growth = fit
    ? `: exponent ${slope(fit.value)} in n, so the whole solve grows like n to 2 and that`
    : "";
  return [paragraph(`Plain conjugate gradients take ${counts} steps to 1e-8${growth}.`)];
}

export function costSection({ result }: Told<Params>): Block[] {
  const rows = timeRows(result);
  const ofExact = (row: TimeRow) => {
    const exact = exactFor(rows, row);
    return exact === undefined ? "–" : ratio(waysOf(row)[1].ns / exact.medians.solveNs);
  };
  return section({
    heading: "What a sketch costs",
    rows: rows.filter(isSketched),
    columns: [
      ["sketch", ({ algorithm }) => `\`${algorithm}\``],
      ["data", ({ data }) => data],
      ["n>", ({ n }) => String(n)],
      ["rows>", ({ medians }) => exact(medians.rows)],
      ["drawn and applied>", ({ medians }) => time(medians.sketchNs)],
      ["QR>", ({ medians }) => time(medians.qrNs)],
      ["iterations to 1e-8>", ({ medians }) => time(medians.nsTo1e8)],
      ["steps>", ({ medians }) => stepWords(medians.stepsTo1e8)],
      ["together, of the exact solve>", ofExact],
    ],
  });
}
