// What the ReLU student adds to D4 and D7: the smallest scale, downstream and upstream, early and late.
import { significant, widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import type { Quantity } from "./printed.ts";
import { meanOf, type Point, pointsOf, reaching, stepsOf } from "./rows.ts";

/** D4, beside what the minimal model answers itself. */
export function rapid(told: Told<Params>): string | undefined {
  const found = endsOf(told);
  if (found === undefined) return undefined;
  const { where, down, up, early, late } = found;
  return `In ${where}: after ${early} steps the kernel distance is ${show(up, "kernelDistance", early)} at ${of(up)} and ${show(down, "kernelDistance", early)} at ${of(down)}, and the test loss ${show(up, "testLoss", early)} and ${show(down, "testLoss", early)}; after ${late} steps the test loss is ${show(up, "testLoss", late)} and ${show(down, "testLoss", late)}.`;
}

/** D7, likewise. */
export function delayed(told: Told<Params>): string | undefined {
  const found = endsOf(told);
  if (found === undefined) return undefined;
  const { where, down, up, early, late } = found;
  const rises = meanOf(down, "kernelDistance", late).value / meanOf(down, "kernelDistance", early).value;
  return `In ${where}: at ${of(down)} the kernel distance goes from ${show(down, "kernelDistance", early)} after ${early} steps to ${show(down, "kernelDistance", late)} after ${late}, ${significant(rises, 2)} times as much; at ${of(up)} from ${show(up, "kernelDistance", early)} to ${show(up, "kernelDistance", late)}.`;
}

/** The ends of the row of the smallest scale, where imbalance matters, and the first and last step. */
function endsOf(told: Told<Params>) {
  const points = pointsOf(told);
  const steps = stepsOf(points);
  const [early, late] = [steps[0], steps[steps.length - 1]];
  const row = reaching(points, late).filter(({ scale }) => scale === points[0].scale);
  if (row.length < 2 || steps.length < 2) return undefined;
  const [down, up] = [row[0], row[row.length - 1]];
  const where = `a ReLU student of width ${widthLabel(up.cells[0].width)}, τ = ${up.scale}, mean of ${up.cells.length} seeds`;
  return { where, down, up, early, late };
}

const show = (point: Point, quantity: Quantity, step: number) =>
  significant(meanOf(point, quantity, step).value, 2);
const of = ({ delta }: Point) => `δ = ${delta}`;
