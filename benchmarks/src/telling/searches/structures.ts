// Search structures against the width: who is fastest at what, from which width, and how much each looks at.
import { type Result, theilSen } from "@widthwise/measure";
import { scanStructure, structureOperation } from "../../measuring/structure-operations.ts";
import { type Block, heading, list, paragraph, type Text, table } from "../../page/document.ts";
import { distinct } from "../../page/lists.ts";
import { sourceOf } from "../../page/source.ts";
import {
  percent,
  ratio,
  significant,
  slope,
  slopeInterval,
  time,
  timeInterval,
  widthLabel,
} from "../../page/units.ts";
import { fitOf, measure, type TimedCell } from "../series.ts";
import { crossoverSentences } from "../training/crossovers.ts";
import { comparison, ratioOf } from "../training/headline.ts";
import {
  operationWords,
  type Search,
  searchesOf,
  searchOf,
  structuresOf,
  visitsPerFired,
} from "./searches.ts";

export function structureBlocks(result: Result): Block[] {
  const searches = searchesOf(result);
  if (searches.length === 0) return [paragraph("No cell has a time: see the reasons below.")];
  return [
    heading(2, "Which structure finds the neurons that fire?"),
    list(structureAnswer(result)),
    ...stepTable(result, searches),
    heading(2, "How fast does each operation grow?"),
    exponentTable(result, searches),
    ...crossoverList(result),
    ...visitTable(result, searches),
    ...recallTable(result, searches),
  ];
}

const last = ({ cells }: Search) => cells[cells.length - 1];
const at = (search: Search | undefined, width: number) => search?.cells.find((cell) => cell.width === width);

/** The answer in sentences, each from the numbers. */
export function structureAnswer(result: Result): Text[] {
  const searches = searchesOf(result);
  return [
    ...fastestQuery(result, searches),
    ...fastestStep(result, searches),
    ...visitSentence(searches),
    ...recallSentence(searches),
  ];
}

function fastestQuery(result: Result, searches: readonly Search[]): Text[] {
  const scan = searchOf(searches, scanStructure, "query");
  if (scan === undefined) return [];
  const base = last(scan);
  const rivals = searches.filter(
    ({ operation, structure }) => operation.startsWith("query") && structure !== scanStructure,
  );
  const cells = rivals.flatMap((search) => at(search, base.width) ?? []);
  if (cells.length === 0) return [];
  const exact = cells.filter((cell) => measure(cell, "recall") === undefined);
  const best = exact.sort((a, b) => a.timing.median - b.timing.median)[0];
  const tree = exact.find(({ algorithm }) => algorithm === "max-trees-query");
  const sentences = [
    `**Finding**: at width ${widthLabel(base.width)}, n = ${base.n}, all fired sets take ${time(best.timing.median)} with \`${nameOf(best)}\`, ${comparison(base, best, result.seed)} the scan (${time(base.timing.median)}).`,
  ];
  if (tree && tree !== best)
    sentences.push(
      `The paper's trees, \`max-trees\`, need ${time(tree.timing.median)}: ${comparison(base, tree, result.seed)} the scan.`,
    );
  return [sentences.join(" ")];
}

const nameOf = ({ algorithm }: TimedCell) => structureOperation(algorithm)!.structure;

interface Step {
  readonly structure: string;
  readonly query: TimedCell;
  readonly update: TimedCell;
  readonly whole: boolean;
  readonly ns: number;
}

/** Query and upkeep of one Gauss–Newton step at the largest width where the scan has both, fastest first. */
function stepsOf(searches: readonly Search[]): Step[] {
  const scan = searchOf(searches, scanStructure, "update-step");
  if (scan === undefined) return [];
  const { width } = last(scan);
  return structuresOf(searches)
    .flatMap((structure) =>
      (["update-step", "gn-step"] as const).flatMap((operation): Step[] => {
        const query = ["query-dual" as const, "query" as const]
          .flatMap((each) => at(searchOf(searches, structure, each), width) ?? [])
          .sort((a, b) => a.timing.median - b.timing.median)[0];
        const update = at(searchOf(searches, structure, operation), width);
        if (!query || !update) return [];
        const ns = query.timing.median + update.timing.median;
        return [{ structure, query, update, whole: operation === "gn-step", ns }];
      }),
    )
    .sort((a, b) => a.ns - b.ns);
}

function fastestStep(result: Result, searches: readonly Search[]): Text[] {
  const steps = stepsOf(searches);
  const scan = steps.find(({ structure }) => structure === scanStructure);
  const tree = steps.find(({ structure }) => structure === "max-trees");
  if (scan === undefined) return [];
  const exact = steps.find(({ query }) => measure(query, "recall") === undefined)!;
  const { width } = scan.query;
  const moved = measure(scan.update, "neurons");
  const few = searches
    .filter(({ operation }) => operation === "update-few")
    .flatMap((search) => at(search, width) ?? [])
    .sort((a, b) => a.timing.median - b.timing.median);
  const gd = at(searchOf(searches, "slack-lists", "gd-step"), width);
  const looks = measure(gd, "looks");
  return [
    `**Keeping up**: one Gauss–Newton step moves ${moved} of ${width} neurons${moved === undefined ? "" : ` (${percent(moved / width)})`}. Query and update of such a step together cost least with ${exact === scan ? `the scan itself: ${time(scan.ns)}` : `\`${exact.structure}\`${exact.whole ? " taking steps whole" : ""}: ${time(exact.ns)}, ${ratio(scan.ns / exact.ns)} below the scan's ${time(scan.ns)}`}.${tree && tree !== exact ? ` \`max-trees\` need ${time(tree.ns)}, of which ${percent(tree.update.timing.median / tree.ns)} for the update: **the update, not the query, is their cost**.` : ""}`,
    ...(few.length > 1
      ? [
          `**Few changes**: ${measure(few[0], "neurons")} neurons at all inputs are updated in ${time(few[0].timing.median)} by \`${nameOf(few[0])}\` and in ${time(few[few.length - 1].timing.median)} by \`${nameOf(few[few.length - 1])}\`.`,
        ]
      : []),
    ...(gd && looks !== undefined && moved !== undefined
      ? [
          `**Slack certificates** look at ${looks} of the ${moved} moving neurons in a first step of gradient descent at rate 1/λ_max (${percent(looks / moved)}); the step takes ${time(gd.timing.median)}, ${comparison(scan.update, gd, result.seed)} the scan's update by such moves.`,
        ]
      : []),
  ];
}

function visitSentence(searches: readonly Search[]): Text[] {
  const trees = searchOf(searches, "max-trees", "query");
  const visits = trees?.cells.flatMap((cell) => visitsPerFired(cell) ?? []) ?? [];
  if (trees === undefined || visits.length === 0) return [];
  const [from, to] = [trees.cells[0], last(trees)].map((cell) => widthLabel(cell.width));
  return [
    `**Looking**: \`max-trees\` look at ${significant(visits[0], 3)} (width ${from}) to ${significant(visits[visits.length - 1], 3)} (width ${to}) nodes for each neuron that fires; the scan at ${significant(visitsPerFired(last(searchOf(searches, scanStructure, "query") ?? trees)) ?? Number.NaN, 3)} values at the largest width.`,
  ];
}

function recallSentence(searches: readonly Search[]): Text[] {
  const hashing = searchOf(searches, "simhash", "query");
  if (hashing === undefined) return [];
  const cell = last(hashing);
  const [recall, share] = [measure(cell, "recall"), measure(cell, "candidateShare")];
  if (recall === undefined || share === undefined) return [];
  return [
    `**Hashing** (\`simhash\`, approximate) finds ${percent(recall)} of what fires at width ${widthLabel(cell.width)} while it looks at ${percent(share)} of all neurons: ${recall / share < 3 ? "hardly better than looking at random neurons, since a neuron on the threshold is nearly orthogonal to its input" : `${significant(recall / share, 2)} times what as many random neurons would give`}.`,
  ];
}

function stepTable(result: Result, searches: readonly Search[]): Block[] {
  const steps = stepsOf(searches);
  const scan = steps.find(({ structure }) => structure === scanStructure);
  if (scan === undefined) return [];
  return [
    paragraph(
      `What one Gauss–Newton step costs at width ${widthLabel(scan.query.width)}, n = ${scan.query.n}:`,
    ),
    table(
      ["structure", "query [95 %]>", "update [95 %]>", "together>", "of the scan's>"],
      steps.map(({ structure, query, update, whole, ns }) => [
        `\`${structure}\`${query.algorithm.endsWith("-dual") ? ", neuron by neuron" : ""}${whole ? ", step taken whole" : ""}`,
        timeInterval(query.timing.median, query.timing.lo, query.timing.hi),
        timeInterval(update.timing.median, update.timing.lo, update.timing.hi),
        time(ns),
        ratio(ns / scan.ns),
      ]),
      sourceOf(result),
    ),
  ];
}

function exponentTable(result: Result, searches: readonly Search[]): Block {
  const order = Object.keys(operationWords);
  const sorted = [...searches].sort(
    (a, b) =>
      order.indexOf(a.operation) - order.indexOf(b.operation) ||
      last(a).timing.median - last(b).timing.median,
  );
  return table(
    [
      "operation",
      "structure",
      "widths",
      "exponent [95 %]>",
      "of visits>",
      "at width>",
      "time there [95 %]>",
      "time of the scan's there",
    ],
    sorted.map((search) => {
      const cell = last(search);
      const fit = fitOf(result, cell);
      const scan = at(searchOf(searches, scanStructure, search.operation), cell.width);
      return [
        operationWords[search.operation],
        `\`${search.structure}\``,
        `${widthLabel(search.cells[0].width)} … ${widthLabel(cell.width)}`,
        fit ? `${slopeInterval(fit.exponent)}${fit.curved ? ", curved" : ""}` : "–",
        visitExponent(search),
        widthLabel(cell.width),
        timeInterval(cell.timing.median, cell.timing.lo, cell.timing.hi),
        scan === undefined || scan === cell ? "–" : shareOf(cell, scan, result.seed),
      ];
    }),
    sourceOf(result),
  );
}

function shareOf(cell: TimedCell, scan: TimedCell, seed: number): Text {
  const { value, lo, hi } = ratioOf(cell, scan, seed);
  return `${ratio(value)} [${ratio(lo).slice(0, -1)}, ${ratio(hi).slice(0, -1)}]`;
}

/** Counts are exact, so that their exponent has no interval. */
function visitExponent({ cells }: Search): Text {
  const visits = cells.map((cell) => measure(cell, "visits") ?? 0);
  if (cells.length < 3 || visits.some((count) => count <= 0)) return "–";
  return slope(
    theilSen(
      cells.map(({ width }) => Math.log(width)),
      visits.map(Math.log),
    ).value,
  );
}

function crossoverList(result: Result): Block[] {
  if (result.crossovers.length === 0) return [];
  return [
    heading(2, "From which width is a structure faster than the scan?"),
    list(crossoverSentences(result, result.crossovers)),
    paragraph(
      `Widths by interpolation between those measured; intervals from resampled rounds, 95 %. ${sourceOf(result)}.`,
    ),
  ];
}

function visitTable(result: Result, searches: readonly Search[]): Block[] {
  const queries = searches.filter(
    ({ operation, cells }) => operation.startsWith("query") && cells.some((cell) => visitsPerFired(cell)),
  );
  if (queries.length === 0) return [];
  const widths = distinct(queries.flatMap(({ cells }) => cells.map(({ width }) => width)));
  return [
    heading(2, "What a query looks at for each neuron that fires"),
    paragraph(
      "Values, tree nodes, words of bits or bucket members looked at, over fired pairs: counted, exact.",
    ),
    table(
      ["structure", ...widths.map((width) => `${widthLabel(width)}>`)],
      queries.map((search) => [
        `\`${search.structure}\`${search.operation === "query-dual" ? ", neuron by neuron" : ""}`,
        ...widths.map((width) => {
          const cell = at(search, width);
          const visits = cell && visitsPerFired(cell);
          return visits === undefined ? "–" : significant(visits, 3);
        }),
      ]),
      sourceOf(result),
    ),
  ];
}

function recallTable(result: Result, searches: readonly Search[]): Block[] {
  const hashing = searchOf(searches, "simhash", "query");
  if (hashing === undefined) return [];
  const number = (cell: TimedCell, name: string) => {
    const value = measure(cell, name);
    return value === undefined ? "–" : percent(value);
  };
  return [
    heading(2, "What hashing misses"),
    table(
      ["width>", "recall>", "neurons looked at>", "fired pairs>"],
      hashing.cells.map((cell) => [
        widthLabel(cell.width),
        number(cell, "recall"),
        number(cell, "candidateShare"),
        String(measure(cell, "fired") ?? "–"),
      ]),
      sourceOf(result),
    ),
  ];
}
