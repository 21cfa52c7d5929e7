import { median } from "@widthwise/measure";
import { expectedSteps, type Kind, kinds } from "@widthwise/sketch";
import { distinct } from "../../../page/lists.ts";
import { type Line, type Panel, panelsSpec, xsOf, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../../page/plots/scales.ts";
import { softInk } from "../../../page/plots/theme.ts";
import { tick, timeTick } from "../../../page/plots/ticks.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { embeddingRows, mainShape, medianSteps, timeRows } from "./rows.ts";
import { waysOf } from "./sections.ts";

export function plots(result: StudyResult): Plot[] {
  return [...sizePlot(result), ...timePlot(result)];
}

const colours: Readonly<Record<Kind, string>> = {
  gaussian: "#5b6270",
  srht: "#0072B2",
  "count-sketch": "#C63D00",
  "sparse-sign": "#00805C",
};
const shapes: Readonly<Record<Kind, string>> = {
  gaussian: "circle",
  srht: "square",
  "count-sketch": "diamond",
  "sparse-sign": "triangle-up",
};

/** Distortion and steps against the size, worst data set of each kind. */
function sizePlot(result: StudyResult): Plot[] {
  const rows = mainShape(embeddingRows(result));
  const ratios = distinct(rows.map(({ ratio }) => ratio));
  if (ratios.length < 2) return [];
  const { n } = rows[0];
  const lines = (of: (row: (typeof rows)[number]) => number): Line[] =>
    kinds
      .map(
        (kind): Line => ({
          label: kind,
          colour: colours[kind],
          look: { shape: shapes[kind], dash: [] },
          points: ratios.flatMap((ratio) => {
            const values = rows.filter((row) => row.kind === kind && row.ratio === ratio).map(of);
            const worst = Math.max(...values);
            return values.length > 0 && worst < 1e6 ? [{ x: ratio, y: worst }] : [];
          }),
        }),
      )
      .filter(({ points }) => points.length > 0);
  const law = (of: (ratio: number) => number): Line => ({
    label: "Gaussian limit",
    colour: softInk,
    look: { shape: "circle", dash: [4, 3] },
    points: ratios.map((ratio) => ({ x: ratio, y: of(ratio) })),
  });
  const panels: Panel[] = [
    {
      title: "distortion of squared lengths",
      lines: [
        ...lines(({ distortions }) => median(distortions)),
        law((ratio) => (1 + Math.sqrt(1 / ratio)) ** 2 - 1),
      ],
    },
    {
      title: "steps to 1e-8",
      yTitle: "steps",
      lines: [
        ...lines(({ steps }) => medianSteps(steps[1])),
        law((ratio) => expectedSteps(n, ratio * n, 1e-8)),
      ],
    },
  ].map((panel) => ({
    ...panel,
    y: decadeScale(
      panel.lines.flatMap(({ points }) => points.map(({ y }) => y)),
      tick,
    ),
  }));
  return [
    {
      name: "size",
      alt: "Distortion and steps of sketch-preconditioned conjugate gradients against sketch size, a line a kind",
      caption: "What a larger sketch buys: the worst data set of each kind, medians over keys.",
      spec: panelsSpec({
        title: `Sketches of ${ratios[0]}n to ${ratios[ratios.length - 1]}n rows, n = ${n}`,
        subtitle: ["Dashed: the limit law of Gaussian matrices; for steps it is Chebyshev's bound."],
        x: { ...widthScale(ratios, 7, tick), ticks: ratios, labels: ratios.map(tick) },
        y: panels[0].y!,
        xTitle: "rows of the sketch over n",
        yTitle: "distortion",
        panels,
        columns: 2,
        width: 260,
        height: 230,
        room: 110,
      }),
    },
  ];
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

/** Time of every way to solve against n. */
function timePlot(result: StudyResult): Plot[] {
  const rows = timeRows(result);
  const datas = [...new Set(rows.map(({ data }) => data))];
  const ways = [...new Set(rows.flatMap((row) => waysOf(row).map(({ way }) => way)))].filter(
    (way) => !way.endsWith("1e-3"),
  );
  const panels = datas.map(
    (data): Panel => ({
      title: data,
      lines: ways
        .map(
          (way, k): Line => ({
            label: way.replace(" to 1e-8", ""),
            colour: wayColours[k % wayColours.length],
            look: { shape: ["circle", "square", "diamond", "triangle-up", "cross"][k % 5], dash: [] },
            points: rows
              .filter((row) => row.data === data)
              .flatMap((row) =>
                waysOf(row).flatMap((each) => (each.way === way ? [{ x: row.n, y: each.ns }] : [])),
              ),
          }),
        )
        .filter(({ points }) => points.length > 0),
    }),
  );
  if (distinct(xsOf(panels)).length < 2) return [];
  return [
    {
      name: "solve",
      alt: "Log-log plots of the time to solve for a Gauss–Newton step against n, a line a method, a panel a data set",
      caption: "Exact, iterative and sketched: which power of n?",
      spec: panelsSpec({
        title: "Solving G g = r to 1e-8",
        subtitle: ["G is given. With a sketch: drawing, applying, QR and iterations together."],
        x: widthScale(xsOf(panels), 7, String),
        y: decadeScale(ysOf(panels), timeTick),
        xTitle: "n (inputs)",
        yTitle: "time",
        panels,
        columns: 2,
        width: 260,
        height: 240,
        room: 100,
      }),
    },
  ];
}
