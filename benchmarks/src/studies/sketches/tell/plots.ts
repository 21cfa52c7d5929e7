// What a larger sketch buys, and the time to solve against n.
import { largest } from "@widthwise/measure";
import { expectedSteps, type Kind, kinds } from "@widthwise/sketch";
import { distinct, lastOf } from "../../../page/lists.ts";
import { linesPlot } from "../../../page/plots/lines-plot.ts";
import { type Line, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../../page/plots/scales.ts";
import { softInk } from "../../../page/plots/theme.ts";
import { tick, timeTick } from "../../../page/plots/ticks.ts";
import { middleOf } from "../../../telling/gaps.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { type EmbeddingRow, embeddingRows, mainShape, medianSteps } from "./embeddings.ts";
import { timeRows, waysOf } from "./times.ts";

export const plots = (told: Told<Params>) => [sizePlot(told), timePlot(told)];

const looks: Readonly<Record<Kind, Pick<Line, "colour" | "look">>> = {
  gaussian: { colour: "#5b6270", look: { shape: "circle", dash: [] } },
  srht: { colour: "#0072B2", look: { shape: "square", dash: [] } },
  "count-sketch": { colour: "#C63D00", look: { shape: "diamond", dash: [] } },
  "sparse-sign": { colour: "#00805C", look: { shape: "triangle-up", dash: [] } },
};

/** Distortion and steps against the size, worst data set of each kind. */
function sizePlot({ result }: Told<Params>): Plot | undefined {
  const rows = mainShape(embeddingRows(result));
  const ratios = distinct(rows.map(({ ratio }) => ratio));
  if (ratios.length < 2) return undefined;
  const { n } = rows[0];
  const pointsOf = (kind: Kind, of: (row: EmbeddingRow) => number) =>
    ratios.flatMap((ratio) => {
      const values = rows.filter((row) => row.kind === kind && row.ratio === ratio).map(of);
      const worst = largest(values);
      return values.length > 0 && worst < 1e6 ? [{ x: ratio, y: worst }] : [];
    });
  const panelOf = (title: string, of: (row: EmbeddingRow) => number, law: (ratio: number) => number) => {
    const lines: Line[] = [
      ...kinds
        .map((kind) => ({ label: kind, ...looks[kind], points: pointsOf(kind, of) }))
        .filter(({ points }) => points.length > 0),
      {
        label: "Gaussian limit",
        colour: softInk,
        look: { shape: "circle", dash: [4, 3] },
        points: ratios.map((ratio) => ({ x: ratio, y: law(ratio) })),
      },
    ];
    return { title, lines, y: decadeScale(ysOf([{ lines }]), tick) };
  };
  const distortion = panelOf(
    "distortion of squared lengths",
    ({ distortions }) => middleOf(distortions),
    (ratio) => (1 + Math.sqrt(1 / ratio)) ** 2 - 1,
  );
  const steps = panelOf(
    "steps to 1e-8",
    (row) => medianSteps(row, 1),
    (ratio) => expectedSteps(n, ratio * n, 1e-8),
  );
  return linesPlot({
    name: "size",
    alt: "Distortion and steps of sketch-preconditioned conjugate gradients against sketch size, one line per kind",
    caption: "What a larger sketch buys: the worst data set of each kind, medians over keys.",
    title: `Sketches of ${ratios[0]}n to ${lastOf(ratios)}n rows, n = ${n}`,
    subtitle: ["Dashed: the limit law of Gaussian matrices; for steps it is Chebyshev's bound."],
    x: { ...widthScale(ratios, 7, tick), ticks: ratios, labels: ratios.map(tick) },
    y: distortion.y,
    xTitle: "rows of the sketch over n",
    yTitle: "distortion",
    panels: [distortion, { ...steps, yTitle: "steps" }],
    columns: 2,
    width: 260,
    height: 230,
    room: 110,
  });
}

const wayColours = [
  "#5b6270",
  "#56B4E9",
  "#0072B2",
  "#E69F00",
  "#C63D00",
  "#8FD0B5",
  "#00805C",
  "#B8578F",
  "#8C4A2F",
];
const wayShapes = ["circle", "square", "diamond", "triangle-up", "cross"];

/** Time of every way to solve to the smaller tolerance against n. */
function timePlot({ result }: Told<Params>): Plot | undefined {
  const solves = timeRows(result)
    .flatMap((row) => waysOf(row).map((way) => ({ ...row, ...way })))
    .filter(({ way }) => !way.endsWith("1e-3"));
  if (new Set(solves.map(({ n }) => n)).size < 2) return undefined;
  const ways = [...new Set(solves.map(({ way }) => way))];
  return linesPlot({
    name: "solve",
    alt: "Log-log plots of the time to solve for a Gauss–Newton step against n, one line per method, one panel per data set",
    caption: "Exact, iterative and sketched: which power of n?",
    title: "Solving G g = r to 1e-8",
    subtitle: ["G is given. With a sketch: drawing, applying, QR and iterations together."],
    x: (ns) => widthScale(ns, 7, String),
    y: (times) => decadeScale(times, timeTick),
    xTitle: "n (inputs)",
    yTitle: "time",
    panels: [...Map.groupBy(solves, ({ data }) => data)].map(([data, own]) => ({
      title: data,
      lines: ways
        .map((way, k) => ({
          label: way.replace(" to 1e-8", ""),
          colour: wayColours[k % wayColours.length],
          look: { shape: wayShapes[k % wayShapes.length], dash: [] },
          points: own.filter((one) => one.way === way).map(({ n, ns }) => ({ x: n, y: ns })),
        }))
        .filter(({ points }) => points.length > 0),
    })),
    columns: 2,
    width: 260,
    height: 240,
    room: 100,
  });
}
