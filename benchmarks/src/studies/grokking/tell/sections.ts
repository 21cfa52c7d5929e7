// Tables of the steps until unseen and shown pairs are known, and of the settings tried.
import type { Interval } from "@widthwise/measure";
import { section } from "../../../page/section.ts";
import { percent, significant, span } from "../../../page/units.ts";
import { cellsWith, numberOf, paramOf } from "../../../telling/read-cells.ts";
import { spreadLevelText, spreadText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { type Compared, comparedOf, FACTOR } from "./compared.ts";
import { printedEnds } from "./printed.ts";
import { ordered, type Point, rowsOf, stepsOf } from "./rows.ts";

export const sections = (told: Told<Params>) => [unseen(told), shown(told), tried(told)];

const stepsText = (steps: Interval | undefined) => (steps ? spreadText(steps, 4) : "not in all seeds");

function unseen(told: Told<Params>) {
  const rows = comparedOf(told);
  return section({
    heading: "Steps until the unseen pairs are known",
    note: [agreement(told), setting(told.params)],
    rows,
    columns: [
      ["τ>", ({ point }) => String(point.tau)],
      ["α>", ({ point }) => String(point.alpha)],
      ["paper's steps>", ({ point }) => printedText(point)],
      ["steps here>", ({ point }) => stepsText(stepsOf(point))],
      ["paper's, over α = 1>", ({ paper }) => (paper === undefined ? "–" : significant(paper, 3))],
      ["here, over α = 1>", ({ here }) => (here ? spreadText(here, 3) : "–")],
      ["verdict", verdict],
    ],
    after: `Steps here: median over seeds [least, most], relative to α = 1 seed by seed; ${spreadLevelText(told.params.seeds)}.`,
  });
}

function printedText({ tau, alpha }: Point): string {
  const ends = printedEnds(tau, alpha);
  return ends === undefined ? "–" : span(ends);
}

function agreement(told: Told<Params>): string {
  const { target, every } = told.params;
  const compared = comparedOf(told).filter(({ off }) => off !== undefined);
  const met = compared.filter((cell) => cell.met).length;
  const words = rowsOf(told).map(({ tau, points }) => {
    const { right, all } = ordered(points);
    return `${right} of ${all} at τ = ${tau}`;
  });
  return `Known: ${percent(target)} of them answered rightly, looked at every ${every} steps, as in Fig. 12(b). Steps relative to α = 1 are within a factor ${FACTOR} of the paper's in ${met} of ${compared.length} cells; of neighbouring α with the same seed, the larger is known sooner in ${words.join(", ")}.`;
}

function setting({ setting: own, grid, heads, batch, rate, seeds, mostSteps }: Params): string {
  const { prime, operation, share, width, decay } = own;
  return `Smaller than the paper's: width ${width} instead of 128, ${seeds} seeds instead of 5, τ = ${grid.map(({ tau }) => tau).join(", ")} of its 0.5, 0.75, 1, 1.25, 1.5. The rest here: ${operation} modulo ${prime}, ${percent(share)} of the pairs shown, weight decay ${decay}, ${heads} heads, batches of ${batch}, AdamW (0.9, 0.98) with rate ${rate}/τ² after ten steps of warm-up, at most ${mostSteps} steps. The paper prints no operation, share or weight decay; p = 97 follows from its count of parameters.`;
}

function verdict({ off, met }: Compared): string {
  if (off === undefined) return "–";
  return met ? `within ${FACTOR} (${significant(off, 2)})` : `**off by ${significant(off, 2)}**`;
}

function shown(told: Told<Params>) {
  return section<Point>({
    heading: "Until the shown pairs are known",
    rows: rowsOf(told).flatMap(({ points }) => points),
    columns: [
      ["τ>", ({ tau }) => String(tau)],
      ["α>", ({ alpha }) => String(alpha)],
      ["steps>", (point) => stepsText(stepsOf(point, "fittedAt"))],
    ],
  });
}

function tried({ result, params: { trials } }: Told<Params>) {
  return section({
    heading: "Settings tried",
    note: `Other settings on one seed at τ = ${trials.tau}, at most ${trials.mostSteps} steps: each α's steps until known.`,
    rows: cellsWith(result, { part: "trial" }),
    columns: [
      ["operation", (cell) => paramOf(cell, "operation")],
      ["p>", ({ n }) => String(n)],
      ["shown>", (cell) => percent(Number(paramOf(cell, "share")))],
      ["width>", ({ d }) => String(d)],
      ["weight decay>", (cell) => paramOf(cell, "decay")],
      ["τ>", (cell) => paramOf(cell, "tau")],
      ["α>", (cell) => paramOf(cell, "alpha")],
      ["shown known at>", (cell) => String(numberOf(cell, "fittedAt") ?? "never")],
      ["unseen known at>", (cell) => String(numberOf(cell, "knownAt") ?? "never")],
    ],
  });
}
