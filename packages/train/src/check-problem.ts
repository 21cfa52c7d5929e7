// What a training problem must be, checked before anything is allocated.
import { norm, type Problem } from "@widthwise/core";

/** Bad input to an algorithm: the message names the value received and what is accepted. */
export class ProblemError extends Error {
  override name = "ProblemError";
}

/** Throws ProblemError unless the problem's numbers are usable. O(n·d). */
export function checkProblem({ inputs, labels, n, d, width, shift }: Problem): void {
  if (!Number.isSafeInteger(width) || width < 1)
    throw new ProblemError(`width is ${width}, accepted is a whole number from 1 on`);
  if (inputs.length !== n * d)
    throw new ProblemError(`inputs hold ${inputs.length} numbers, n·d = ${n}·${d} are needed`);
  if (labels.length !== n)
    throw new ProblemError(`labels hold ${labels.length} numbers, n = ${n} are needed`);
  if (!Number.isFinite(shift)) throw new ProblemError(`shift b is ${shift}, accepted is a finite number`);
  const label = labels.findIndex((y) => !Number.isFinite(y));
  if (label >= 0) throw new ProblemError(`label ${label} is ${labels[label]}, accepted are finite numbers`);
  const input = inputs.findIndex((x) => !Number.isFinite(x));
  if (input >= 0)
    throw new ProblemError(
      `input ${Math.floor(input / d)} holds ${inputs[input]}, accepted are finite numbers`,
    );
  checkUnitRows(inputs, n, d);
}

/** Throws ProblemError unless every row of x [rows, d] has length 1, up to 1e-4. */
export function checkUnitRows(x: Float64Array, rows: number, d: number): void {
  for (let i = 0; i < rows; i++) {
    const length = norm(x.subarray(i * d, (i + 1) * d));
    if (!(Math.abs(length - 1) < 1e-4))
      throw new ProblemError(
        `input ${i} has length ${length}, accepted are inputs of length 1: which neurons fire depends on it`,
      );
  }
}
