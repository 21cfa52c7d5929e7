import { studentQuantile } from "@widthwise/measure";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { significant } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { paramsSchema } from "../params.ts";
import { printed, printedSeeds } from "./printed.ts";
import { extreme, type Mean, pointsOf, type Quantity, stepsOf } from "./rows.ts";

export const quantities: Readonly<Record<Quantity, string>> = {
  testLoss: "test loss",
  kernelDistance: "kernel distance S",
  hamming: "Hamming distance",
  parameterDistance: "parameter distance",
};

/** Teachers differ so much (labels of equal sign are twice as large) that fewer seeds tell nothing of their spread. */
const SEEDS_FOR_VERDICT = 4;

export function report(result: StudyResult): Block[] {
  const points = pointsOf(result);
  const steps = stepsOf(points);
  const { width, n, d, logScales, deltas, seeds, checkpoints, further, besides } = paramsSchema.parse(
    result.study.params,
  );
  const compared = printed.filter(({ step }) => steps.includes(step));
  const rows = compared.flatMap(({ step, quantity, most, least }) =>
    (
      [
        ["largest", most, 1],
        ["smallest", least, -1],
      ] as const
    ).map(([which, paper, side]) => {
      const { point, mean } = extreme(points, quantity, step, side);
      return [
        String(step),
        `${which} ${quantities[quantity]}`,
        significant(paper, 4),
        significant(mean.value, 4),
        significant(mean.value / paper, 3),
        String(point.scale),
        String(point.delta),
        verdict(mean, paper),
      ];
    }),
  );
  return [
    heading(2, "Extremes over the grid"),
    paragraph(
      `Mean over ${seeds} seeds, least and most over ${logScales.count} τ by ${deltas.count} δ${further ? ` (every ${further.every === 2 ? "second" : `${further.every}th`} of each beyond the first ${Math.max(...checkpoints)} steps)` : ""}, ${besides ? `${besides.map(({ logScale, delta }) => `τ = ${significant(10 ** logScale, 2)}, δ = ${delta}`).join(" and ")} besides, where the finer grid of the paper has points; ` : ""}width ${width}, n = ${n}, d = ${d}. The paper's grid is 17 by 17 with ${printedSeeds} seeds: a coarser one misses what lies between its points. Agreement: within the 95 % t interval of the difference of two means, which the seeds' spread here gives.`,
    ),
    rows.length === 0
      ? paragraph("None of the steps measured has printed values.")
      : table(
          ["step>", "quantity", "paper>", "here>", "here/paper>", "τ>", "δ>", "verdict"],
          rows,
          sourceOf(result),
        ),
    heading(2, "What these numbers do not say"),
    list([
      "Draws are not the authors': only means over seeds compare.",
      "Products are float32 from float64 weights; the paper's are float64.",
      "The step size is 5e-3/τ², so that a step is the same piece of training at every τ.",
    ]),
  ];
}

function verdict({ value, deviation, seeds }: Mean, paper: number): string {
  if (seeds < SEEDS_FOR_VERDICT) return `none from fewer than ${SEEDS_FOR_VERDICT} seeds`;
  const error = deviation * Math.sqrt(1 / seeds + 1 / printedSeeds);
  const half = studentQuantile(0.975, seeds - 1) * error;
  return Math.abs(value - paper) <= half
    ? "agrees"
    : `**${significant((value - paper) / error, 2)} standard errors off**`;
}
