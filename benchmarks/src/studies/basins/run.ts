// Where gradient flow ends from every start of a grid, beside what the closed form says.
import { norm } from "@widthwise/core";
import { basinOf, exactSolution, minimalModel } from "@widthwise/dynamics";
import type { Outcome } from "../../measuring/jobs/study.ts";
import { conditionedRegression, eigenvaluesOf } from "../../networks/conditioned-regression.ts";
import type { BasinsJob } from "./jobs.ts";

/** β* = X⁺y along neither axis; Fig. 7 has Xᵀy = (1, 0.25) with XᵀX = I */
const TARGET = [1, 0.25] as const;

/** Centres of `count` equal parts. */
export const centres = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * (k + 0.5)) / count);

/** Every start of the grid that lies on the surface a² − ‖w‖² = δ: where the flow ends, and where the rule says. */
export async function runBasins({ cell, readouts, angles, mostReadout }: BasinsJob): Promise<Outcome[]> {
  const { delta, condition } = cell.params;
  const regression = conditionedRegression(condition, TARGET);
  const eigenvalues = eigenvaluesOf(condition);
  const correlation = TARGET.map((value, k) => value * eigenvalues[k]);
  const direction = Math.atan2(TARGET[1], TARGET[0]);
  const map: number[] = [];
  let [points, undecided, upper, crossings, byTarget, byCorrelation] = [0, 0, 0, 0, 0, 0];
  for (const a of centres(-mostReadout, mostReadout, readouts))
    for (const angle of centres(-Math.PI, Math.PI, angles)) {
      const square = a * a - delta;
      if (!(square > 0)) {
        map.push(0);
        continue;
      }
      const w = [Math.cos(direction + angle), Math.sin(direction + angle)].map((v) => Math.sqrt(square) * v);
      const model = minimalModel(a, w);
      const basin = basinOf(model, regression);
      const rule = exactSolution(model, TARGET).basin;
      points++;
      if (basin === 0) undecided++;
      if (basin === 1) upper++;
      if (basin !== Math.sign(a)) crossings++;
      if (basin !== rule) byTarget++;
      if (basin !== exactSolution(model, correlation).basin) byCorrelation++;
      // twice where the rule is wrong
      map.push(basin === rule ? basin : 2 * basin);
    }
  const whitened = condition === 1;
  return [
    {
      measures: { points, upper, crossings, byTarget, byCorrelation, map, targetNorm: norm(TARGET) },
      check: {
        what: whitened
          ? "starts whose flow ends on the other side than the closed form says"
          : "starts whose flow is not decided",
        value: whitened ? byTarget : undecided,
        reference: 0,
        tolerance: 0,
      },
    },
  ];
}
