// Times of search structures: a panel for every operation, a line for every structure, against the width or n.
import { isTimed, largest, type Result, smallest } from "@widthwise/measure";
import type { Operation } from "../../measuring/structure-operations.ts";
import { intervalAt, linesPlot, type Named } from "../../page/plots/lines-plot.ts";
import type { Plot } from "../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../page/plots/scales.ts";
import { type Look, softInk } from "../../page/plots/theme.ts";
import { timeTick } from "../../page/plots/ticks.ts";
import { significant } from "../../page/units.ts";
import { fitOf } from "../rounds/series.ts";
import { axisOf, type Search, searchesOf, visitsPerFired } from "./searches.ts";
import { type Tradeoff, together, tradeoffsOf } from "./tradeoffs.ts";

/** The plots that a result has numbers for, most important first. */
export function searchPlots(result: Result): Plot[] {
  if (!result.cells.some(isTimed)) return [];
  const plots =
    axisOf(result) === "n" ? [tradeoffPlot(result)] : [operationsPlot(result), visitsPlot(result)];
  return plots.filter((plot) => plot !== undefined);
}

const plainLook = { colour: "#5b6270", look: { shape: "circle", dash: [] } };
const looks = new Map<string, { colour: string; look: Look }>(
  Object.entries({
    "bit-mask": { colour: "#0072B2", look: { shape: "square", dash: [7, 3] } },
    "max-trees": { colour: "#C63D00", look: { shape: "diamond", dash: [] } },
    "neuron-trees": { colour: "#B8578F", look: { shape: "triangle-up", dash: [4, 3] } },
    "slack-lists": { colour: "#00805C", look: { shape: "triangle-down", dash: [8, 3, 2, 3] } },
    simhash: { colour: "#B56A00", look: { shape: "cross", dash: [2, 2] } },
  }),
);
const lookOf = (structure: string) => looks.get(structure) ?? plainLook;
const size = { columns: 2, width: 250, height: 230 };

const panelTitles: readonly (readonly [string, readonly Operation[]])[] = [
  ["query: all fired sets", ["query", "query-dual"]],
  ["update: the moves of a Gauss–Newton step", ["update-step", "gn-step", "gd-step"]],
  ["update: a few random neurons", ["update-few"]],
  ["build", ["build"]],
];

/** Told apart within a panel. */
const suffixes: Partial<Record<Operation, string>> = {
  "query-dual": ", dual",
  "gn-step": ", whole",
  "gd-step": ", whole, GD",
};
const nameOf = ({ structure, operation }: Search) => `${structure}${suffixes[operation] ?? ""}`;

function operationsPlot(result: Result): Plot | undefined {
  const searches = searchesOf(result);
  const timeLine = (search: Search): Named => {
    const fit = fitOf(result, search.cells[0]);
    const exponent = fit ? `  ${fit.exponent.value.toFixed(2).replace("-", "−")}` : "";
    return {
      label: `${nameOf(search)}${exponent}`,
      ...lookOf(search.structure),
      points: search.cells.map(({ width, timing }) => intervalAt(width, { ...timing, value: timing.median })),
    };
  };
  return linesPlot({
    ...size,
    name: "operations",
    alt: "Log-log plots of the times of query, update and build against width, one panel per operation, one line per structure",
    caption: "Every operation of every structure: queries of the trees are short, their updates are not.",
    title: `Operations of search structures as the network widens, n = ${searches[0].cells[0].n}`,
    subtitle: ["Bars: 95 % interval of the median. The number at a line is its exponent in the width."],
    x: widthScale,
    y: (times) => decadeScale(times, timeTick),
    xTitle: "width m (neurons)",
    yTitle: "time",
    panels: panelTitles
      .map(([title, operations]) => ({
        title,
        lines: searches.filter(({ operation }) => operations.includes(operation)).map(timeLine),
      }))
      .filter(({ lines }) => lines.length > 0),
    room: 150,
  });
}

/** Entries looked at for each fired pair, by the width. */
function visitsPlot(result: Result): Plot | undefined {
  const queries = searchesOf(result).filter(
    ({ operation }) => operation === "query" || operation === "query-dual",
  );
  return linesPlot({
    name: "visits",
    alt: "Entries that a query looks at for each neuron that fires, against width, one line per structure",
    caption: "Counted, not timed: how far each query is from looking only at what it finds.",
    title: "What a query looks at for each neuron that fires",
    subtitle: [
      "Values, nodes, bucket members or words of 32 bits, counted. A structure that looks only at what it finds has one.",
    ],
    x: widthScale,
    y: (visits) => decadeScale(visits, (value) => significant(value, 1)),
    xTitle: "width m (neurons)",
    yTitle: "looked at per fired pair",
    panels: [
      {
        title: null,
        lines: queries
          .map((search) => ({
            label: nameOf(search),
            ...lookOf(search.structure),
            points: search.cells.flatMap((cell) => {
              const y = visitsPerFired(cell);
              return y === undefined ? [] : [{ x: cell.width, y }];
            }),
          }))
          .filter(({ points }) => points.length > 0),
      },
    ],
    width: 480,
    height: 280,
    room: 120,
  });
}

const quantities: readonly (readonly [string, (one: Tradeoff) => readonly number[]])[] = [
  ["t_u: update of one neuron", ({ update }) => update],
  ["t_q: query when nothing fires", ({ decide }) => decide],
  ["t_u + t_q", (one) => together(one)],
  ["t_q: query that lists what fires", ({ list }) => list],
];

/** Update and query time against n, with a line of slope one: the conditional bound up to a constant. */
function tradeoffPlot(result: Result): Plot | undefined {
  const tradeoffs = tradeoffsOf(result).filter(({ ns }) => ns.length > 1);
  if (tradeoffs.length === 0) return undefined;
  const all = quantities.flatMap(([, of]) => tradeoffs.flatMap(of));
  const sizes = tradeoffs.flatMap(({ ns }) => ns);
  const [least, most] = [smallest(sizes), largest(sizes)];
  const lowest = smallest(all);
  const reference: Named = {
    label: "slope 1",
    colour: softInk,
    look: { shape: "circle", dash: [3, 3] },
    points: [least, most].map((n) => ({ x: n, y: (lowest * n) / least / 2 })),
  };
  return linesPlot({
    ...size,
    name: "tradeoff",
    alt: "Log-log plots of update time, query time and their sum against the number of inputs, one line per structure",
    caption: "Update against query: what one neuron's change and one question cost as the inputs grow.",
    title: "Update and query time against the number of inputs",
    subtitle: ["Dashed grey: slope 1, the growth that the conditional bound asks of t_u + t_q."],
    x: (ns) => widthScale(ns, 7, String),
    y: decadeScale([...all, lowest / 2], timeTick),
    xTitle: "n (inputs)",
    yTitle: "time",
    panels: quantities.map(([title, of]) => ({
      title,
      lines: [
        reference,
        ...tradeoffs.map((one) => ({
          label: one.structure,
          ...lookOf(one.structure),
          points: one.ns.map((n, i) => ({ x: n, y: of(one)[i] })),
        })),
      ],
    })),
    room: 110,
  });
}
