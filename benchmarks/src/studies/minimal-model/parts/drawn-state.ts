// Random states of the minimal model with random targets and rates.
import { fillNormals, fillUniforms, norm } from "@widthwise/core";
import { type MinimalModel, minimalModel } from "@widthwise/dynamics";
import type { Context } from "../../../measuring/jobs/study.ts";

const statesStream = 44;

/** Case k of a batch: a fifth each generic, balanced, a = 0, small a, large a; one to four dimensions, rates ¼ … 4. */
export function drawnState(
  context: Context,
  batch: number,
  k: number,
): { model: MinimalModel; target: Float64Array } {
  const key = { seed: context.seedOf("minimal-model", batch, k), stream: statesStream };
  const uniform = new Float64Array(4);
  const normal = new Float64Array(10);
  fillUniforms(key, 0, uniform);
  fillNormals(key, uniform.length, normal);
  const d = 1 + Math.floor(4 * uniform[0]);
  const rates = { a: 2 ** (4 * uniform[1] - 2), w: 2 ** (4 * uniform[2] - 2) };
  const w = normal.subarray(1, 1 + d);
  const balanced = Math.sign(normal[0]) * Math.sqrt(rates.a / rates.w) * norm(w);
  const a = [normal[0], balanced, 0, 0.03 * normal[0], 5 * normal[0]][k % 5];
  return { model: minimalModel(a, w, rates), target: normal.subarray(5, 5 + d) };
}
