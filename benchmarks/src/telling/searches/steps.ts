// What one training step costs with each structure: its query, and its update by the moves of the step.
import type { TimedCell } from "@widthwise/measure";
import { scanStructure, structureOperation } from "../../measuring/structure-operations.ts";
import type { Block, Text } from "../../page/document.ts";
import { section } from "../../page/section.ts";
import { exact, percent, ratio, time, widthLabel } from "../../page/units.ts";
import { timeWords } from "../rounds/every-cell.ts";
import { comparison } from "../rounds/ratios.ts";
import { last } from "../rounds/series.ts";
import {
  at,
  fastestAt,
  isExact,
  measured,
  nameOf,
  queryName,
  type Search,
  scanOf,
  searchOf,
  structuresOf,
} from "./searches.ts";

interface Step {
  readonly structure: string;
  readonly query: TimedCell;
  readonly update: TimedCell;
  /** taken whole, from its n coefficients */
  readonly whole: boolean;
  /** query and update together */
  readonly ns: number;
}

/** Of Gauss–Newton at the largest width where the scan has both, fastest first. */
function stepsOf(searches: readonly Search[]): { steps: Step[]; scan: Step } | undefined {
  const updates = scanOf(searches, "update-step");
  if (updates === undefined) return undefined;
  const { width } = last(updates);
  const steps = structuresOf(searches).flatMap((structure) => {
    const own = (operation: Search["operation"]) => searchOf(searches, structure, operation);
    const [query] = fastestAt([own("query-dual"), own("query")], width);
    return (["update-step", "gn-step"] as const).flatMap((operation): Step[] => {
      const update = at(own(operation), width);
      if (!query || !update) return [];
      const ns = query.timing.median + update.timing.median;
      return [{ structure, query, update, whole: operation === "gn-step", ns }];
    });
  });
  const scan = steps.find(({ structure }) => structure === scanStructure);
  return scan && { steps: steps.sort((a, b) => a.ns - b.ns), scan };
}

export function stepSentences(searches: readonly Search[], seed: number): Text[] {
  const found = stepsOf(searches);
  if (found === undefined) return [];
  const { steps, scan } = found;
  return [keepingUp(steps, scan), fewChanges(searches, scan), slackCertificates(searches, scan, seed)].filter(
    (sentence) => sentence !== undefined,
  );
}

function keepingUp(steps: readonly Step[], scan: Step): Text {
  const { width } = scan.query;
  const moved = measured(scan.update, "neurons");
  const share = moved === undefined ? "" : ` (${percent(moved / width)})`;
  const cheapest = steps.find(({ query }) => isExact(query))!;
  const least =
    cheapest === scan
      ? `the scan itself: ${time(scan.ns)}`
      : `\`${cheapest.structure}\`${cheapest.whole ? " taking steps whole" : ""}: ${time(cheapest.ns)}, ${ratio(scan.ns / cheapest.ns)} below the scan's ${time(scan.ns)}`;
  const trees = steps.find(({ structure }) => structure === "max-trees");
  const paper =
    trees && trees !== cheapest
      ? ` \`max-trees\` need ${time(trees.ns)}, of which ${percent(trees.update.timing.median / trees.ns)} for the update: **the update, not the query, is their cost**.`
      : "";
  return `**Keeping up**: one Gauss–Newton step moves ${exact(moved)} of ${width} neurons${share}. Query and update of such a step together cost least with ${least}.${paper}`;
}

function fewChanges(searches: readonly Search[], scan: Step): Text | undefined {
  const updates = searches.filter(({ operation }) => operation === "update-few");
  const few = fastestAt(updates, scan.query.width);
  if (few.length < 2) return undefined;
  const [fastest, slowest] = [few[0], few[few.length - 1]];
  return `**Few changes**: ${exact(measured(fastest, "neurons"))} neurons at all inputs are updated in ${time(fastest.timing.median)} by \`${nameOf(fastest)}\` and in ${time(slowest.timing.median)} by \`${nameOf(slowest)}\`.`;
}

function slackCertificates(searches: readonly Search[], scan: Step, seed: number): Text | undefined {
  const descent = at(searchOf(searches, "slack-lists", "gd-step"), scan.query.width);
  const [looks, moved] = [measured(descent, "looks"), measured(scan.update, "neurons")];
  if (descent === undefined || looks === undefined || moved === undefined) return undefined;
  return `**Slack certificates** look at ${looks} of the ${moved} moving neurons in a first step of gradient descent at rate 1/λ_max (${percent(looks / moved)}); the step takes ${time(descent.timing.median)}, ${comparison(scan.update, descent, seed)} the scan's update by such moves.`;
}

export function stepSection(searches: readonly Search[]): Block[] {
  const found = stepsOf(searches);
  if (found === undefined) return [];
  const { steps, scan } = found;
  return section({
    note: `What one Gauss–Newton step costs at width ${widthLabel(scan.query.width)}, n = ${scan.query.n}:`,
    rows: steps,
    columns: [
      [
        "structure",
        ({ query, whole }) =>
          `${queryName(structureOperation(query.algorithm)!)}${whole ? ", step taken whole" : ""}`,
      ],
      ["query [95 %]>", ({ query }) => timeWords(query)],
      ["update [95 %]>", ({ update }) => timeWords(update)],
      ["together>", ({ ns }) => time(ns)],
      ["of the scan's>", ({ ns }) => ratio(ns / scan.ns)],
    ],
  });
}
