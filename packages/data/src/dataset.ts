// What a data set is to those who train on it.

/** A data set as the training algorithms want it: rows of unit length, classes, and where it came from. */
export interface Dataset {
  readonly name: string;
  /** of the files' decompressed bytes, or of the recipe of made data: what a result records */
  readonly sha256: string;
  readonly train: Split;
  /** examples kept apart, where the set has them */
  readonly test?: Split;
}

/** Examples of a set, read row by row so that only those asked for are ever converted. */
export interface Split {
  /** number of examples */
  readonly count: number;
  /** numbers per example */
  readonly d: number;
  /** number of classes */
  readonly classes: number;
  /** class of each example [count] */
  readonly labels: Uint8Array;
  /** out [d] ← example i scaled to unit length; a zero example stays zero. O(d). */
  row(i: number, out: Float64Array): void;
}

/** Something is wrong with the user's input or files: the message names the value received and what is accepted. */
export class DataError extends Error {
  override name = "DataError";
}

/** out [d] ← source [d] scaled to unit length; a zero vector stays zero. O(d). */
export function unit(source: ArrayLike<number>, out: Float64Array): void {
  let sum = 0;
  for (let k = 0; k < out.length; k++) sum += source[k] ** 2;
  const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
  for (let k = 0; k < out.length; k++) out[k] = source[k] * scale;
}
