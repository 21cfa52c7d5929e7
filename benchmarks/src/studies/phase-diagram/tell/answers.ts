// What the ReLU student adds to D4 and D7.

import { significant, widthLabel } from "../../../page/units.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { meanOf, type Point, pointsOf, reaching, stepsOf } from "./rows.ts";

export function answers(result: StudyResult): Answer[] {
  const points = pointsOf(result);
  const steps = stepsOf(points);
  const [early, late] = [steps[0], steps[steps.length - 1]];
  // the smallest scale, where it matters
  const row = reaching(points, late).filter(({ scale }) => scale === points[0].scale);
  if (row.length < 2 || steps.length < 2) return [];
  const [down, up] = [row[0], row[row.length - 1]];
  const show = (point: Point, quantity: "kernelDistance" | "testLoss", step: number) =>
    significant(meanOf(point, quantity, step).value, 2);
  const of = ({ delta }: Point) => `δ = ${delta}`;
  const where = `a ReLU student of width ${widthLabel(up.cells[0].width)}, τ = ${up.scale}, mean of ${up.cells.length} seeds`;
  const rises = meanOf(down, "kernelDistance", late).value / meanOf(down, "kernelDistance", early).value;
  return [
    {
      question: "D4",
      sentence: `In ${where}: after ${early} steps the kernel distance is ${show(up, "kernelDistance", early)} at ${of(up)} and ${show(down, "kernelDistance", early)} at ${of(down)}, and the test loss ${show(up, "testLoss", early)} and ${show(down, "testLoss", early)}; after ${late} steps the test loss is ${show(up, "testLoss", late)} and ${show(down, "testLoss", late)}.`,
    },
    {
      question: "D7",
      sentence: `In ${where}: at ${of(down)} the kernel distance goes from ${show(down, "kernelDistance", early)} after ${early} steps to ${show(down, "kernelDistance", late)} after ${late}, ${significant(rises, 2)} times as much; at ${of(up)} from ${show(up, "kernelDistance", early)} to ${show(up, "kernelDistance", late)}.`,
    },
  ];
}
