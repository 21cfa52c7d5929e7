// Times of search structures: a panel for every operation, a line for every structure, against the width or n.

import type { Result } from "@widthwise/measure";
import type { Operation } from "../../measuring/structure-operations.ts";
import { type Line, type Panel, type Point, panelsSpec } from "../../page/plots/panels.ts";
import type { Plot } from "../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../page/plots/scales.ts";
import { type Look, softInk } from "../../page/plots/theme.ts";
import { timeTick } from "../../page/plots/ticks.ts";
import { significant } from "../../page/units.ts";
import { axisOf, fitOf, isTimed } from "../series.ts";
import { tradeoffsOf } from "./lower-bound.ts";
import { type Search, searchesOf, visitsPerFired } from "./searches.ts";

const looks: Readonly<Record<string, { colour: string; look: Look }>> = {
  "linear-scan": { colour: "#5b6270", look: { shape: "circle", dash: [] } },
  "bit-mask": { colour: "#0072B2", look: { shape: "square", dash: [7, 3] } },
  "max-trees": { colour: "#C63D00", look: { shape: "diamond", dash: [] } },
  "neuron-trees": { colour: "#B8578F", look: { shape: "triangle-up", dash: [4, 3] } },
  "slack-lists": { colour: "#00805C", look: { shape: "triangle-down", dash: [8, 3, 2, 3] } },
  simhash: { colour: "#B56A00", look: { shape: "cross", dash: [2, 2] } },
};
const lookOf = (structure: string) => looks[structure] ?? looks["linear-scan"];
const size = { columns: 2, width: 250, height: 230, room: 110 };

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

export function structureTimesSpec(result: Result): object {
  const searches = searchesOf(result);
  const panels = panelTitles.flatMap(([title, operations]): Panel[] => {
    const own = searches.filter(({ operation }) => operations.includes(operation));
    return own.length === 0 ? [] : [{ title, lines: own.map((search) => timeLine(result, search)) }];
  });
  const cells = searches.flatMap((search) => search.cells);
  return panelsSpec({
    title: `Operations of search structures as the network widens, n = ${cells[0].n}`,
    subtitle: ["Bars: 95 % interval of the median. The number at a line is its exponent in the width."],
    x: widthScale(cells.map(({ width }) => width)),
    y: decadeScale(
      cells.flatMap(({ timing }) => [timing.lo, timing.hi]),
      timeTick,
    ),
    xTitle: "width m (neurons)",
    yTitle: "time",
    panels,
    ...size,
    room: 150,
  });
}

function timeLine(result: Result, { structure, operation, cells }: Search): Line {
  const fit = fitOf(result, cells[0]);
  const name = `${structure}${suffixes[operation] ?? ""}`;
  return {
    label: fit ? `${name}  ${fit.exponent.value.toFixed(2).replace("-", "−")}` : name,
    ...lookOf(structure),
    points: cells.map(({ width, timing }) => ({ x: width, y: timing.median, lo: timing.lo, hi: timing.hi })),
  };
}

/** Entries looked at for each fired pair, by the width. */
export function visitsSpec(result: Result): object | undefined {
  if (axisOf(result) === "n") return undefined;
  const lines = searchesOf(result)
    .filter(({ operation }) => operation === "query" || operation === "query-dual")
    .map(({ structure, operation, cells }): Line => {
      const points = cells.flatMap((cell): Point[] => {
        const y = visitsPerFired(cell);
        return y === undefined ? [] : [{ x: cell.width, y }];
      });
      return { label: `${structure}${suffixes[operation] ?? ""}`, ...lookOf(structure), points };
    })
    .filter(({ points }) => points.length > 0);
  if (lines.length === 0) return undefined;
  const points = lines.flatMap((line) => line.points);
  return panelsSpec({
    title: "What a query looks at for each neuron that fires",
    subtitle: [
      "Values, nodes, bucket members or words of 32 bits, counted. A structure that looks only at what it finds has one.",
    ],
    x: widthScale(points.map(({ x }) => x)),
    y: decadeScale(
      points.map(({ y }) => y),
      (value) => significant(value, 1),
    ),
    xTitle: "width m (neurons)",
    yTitle: "looked at per fired pair",
    panels: [{ title: null, lines }],
    columns: 1,
    width: 480,
    height: 280,
    room: 120,
  });
}

/** Update and query time against n, with a line of slope one: the conditional bound up to a constant. */
export function tradeoffSpec(result: Result): object | undefined {
  const tradeoffs = tradeoffsOf(result).filter(({ ns }) => ns.length > 1);
  if (tradeoffs.length === 0) return undefined;
  const quantities = [
    ["t_u: update of one neuron", (t) => t.update],
    ["t_q: query when nothing fires", (t) => t.decide],
    ["t_u + t_q", (t) => t.update.map((value, i) => value + t.decide[i])],
    ["t_q: query that lists what fires", (t) => t.list],
  ] as const satisfies readonly (readonly [string, (t: (typeof tradeoffs)[number]) => readonly number[]])[];
  const all = quantities.flatMap(([, of]) => tradeoffs.flatMap((one) => of(one)));
  const sizes = tradeoffs.flatMap(({ ns }) => ns);
  const ends = [Math.min(...sizes), Math.max(...sizes)];
  const lowest = Math.min(...all);
  const reference: Line = {
    label: "slope 1",
    colour: softInk,
    look: { shape: "circle", dash: [3, 3] },
    points: ends.map((n) => ({ x: n, y: (lowest * n) / ends[0] / 2 })),
  };
  return panelsSpec({
    title: "Update and query time against the number of inputs",
    subtitle: ["Dashed grey: slope 1, the growth that the conditional bound asks of t_u + t_q."],
    x: widthScale(sizes, 7, String),
    y: decadeScale([...all, lowest / 2], timeTick),
    xTitle: "n (inputs)",
    yTitle: "time",
    panels: quantities.map(
      ([title, of]): Panel => ({
        title,
        lines: [
          reference,
          ...tradeoffs.map(
            (one): Line => ({
              label: one.structure,
              ...lookOf(one.structure),
              points: one.ns.map((n, i) => ({ x: n, y: of(one)[i] })),
            }),
          ),
        ],
      }),
    ),
    ...size,
  });
}

/** The plots that a result has numbers for, most important first. */
export function searchPlots(result: Result): Plot[] {
  if (!result.cells.some(isTimed)) return [];
  if (axisOf(result) === "n") {
    const spec = tradeoffSpec(result);
    const plot = {
      name: "tradeoff",
      alt: "Log-log plots of update time, query time and their sum against the number of inputs, a line a structure",
      caption: "Update against query: what one neuron's change and one question cost as the inputs grow.",
    };
    return spec ? [{ ...plot, spec }] : [];
  }
  const visits = visitsSpec(result);
  return [
    {
      name: "operations",
      alt: "Log-log plots of the times of query, update and build against width, a panel an operation, a line a structure",
      caption: "Every operation of every structure: queries of the trees are short, their updates are not.",
      spec: structureTimesSpec(result),
    },
    ...(visits
      ? [
          {
            name: "visits",
            alt: "Entries that a query looks at for each neuron that fires, against width, a line a structure",
            caption: "Counted, not timed: how far each query is from looking only at what it finds.",
            spec: visits,
          },
        ]
      : []),
  ];
}
