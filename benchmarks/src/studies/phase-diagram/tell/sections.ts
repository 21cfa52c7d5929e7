// Extremes over the grid, here and in the authors' notebooks.
import { largest, studentQuantile } from "@widthwise/measure";
import { section } from "../../../page/section.ts";
import { dash, isThere, significant } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { printed, printedSeeds, quantities } from "./printed.ts";
import { extreme, type Mean, pointsOf, stepsOf } from "./rows.ts";

/** Teachers differ so much (labels of equal sign are twice as large) that fewer seeds tell nothing of their spread. */
const SEEDS_FOR_VERDICT = 4;

export function sections(told: Told<Params>) {
  const points = pointsOf(told);
  const steps = stepsOf(points);
  const rows = printed
    .filter(({ step }) => steps.includes(step))
    .flatMap(({ step, quantity, most, least }) =>
      (
        [
          ["largest", most, 1],
          ["smallest", least, -1],
        ] as const
      ).flatMap(([which, paper, side]) => {
        const found = extreme(points, quantity, step, side);
        return found === undefined
          ? []
          : [{ step, what: `${which} ${quantities[quantity]}`, paper, ...found }];
      }),
    );
  return [
    section({
      heading: "Extremes over the grid",
      note: `${gridText(told.params)} ${told.note("agreement")}`,
      rows,
      columns: [
        ["step>", ({ step }) => String(step)],
        ["quantity", ({ what }) => what],
        ["paper>", ({ paper }) => significant(paper, 4)],
        ["here>", ({ mean }) => significant(mean.value, 4)],
        ["here/paper>", ({ mean, paper }) => significant(mean.value / paper, 3)],
        ["τ>", ({ point }) => String(point.scale)],
        ["δ>", ({ point }) => String(point.delta)],
        ["verdict", ({ mean, paper }) => verdict(mean, paper)],
      ],
    }),
  ];
}

function gridText({ width, n, d, logScales, deltas, seeds, checkpoints, further, besides }: Params): string {
  const beyond = further
    ? ` (every ${further.every === 2 ? "second" : `${further.every}th`} of each beyond the first ${largest(checkpoints)} steps)`
    : "";
  const off = besides?.map(({ logScale, delta }) => `τ = ${significant(10 ** logScale, 2)}, δ = ${delta}`);
  const more = off ? `${off.join(" and ")} besides, where the finer grid of the paper has points; ` : "";
  return `Mean over ${seeds} seeds, least and most over ${logScales.count} τ by ${deltas.count} δ${beyond}, ${more}width ${width}, n = ${n}, d = ${d}. The paper's grid is 17 by 17 with ${printedSeeds} seeds: a coarser one misses what lies between its points.`;
}

function verdict({ value, deviation, seeds }: Mean, paper: number): string {
  if (!isThere(value)) return dash;
  if (seeds < SEEDS_FOR_VERDICT) return `none from fewer than ${SEEDS_FOR_VERDICT} seeds`;
  const error = deviation * Math.sqrt(1 / seeds + 1 / printedSeeds);
  const half = studentQuantile(0.975, seeds - 1) * error;
  return Math.abs(value - paper) <= half
    ? "agrees"
    : `**${significant((value - paper) / error, 2)} standard errors off**`;
}
