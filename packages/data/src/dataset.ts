/** A data set as the training algorithms want it: unit rows, numeric labels, and where it came from. */
export interface Dataset {
  readonly name: string;
  /** of the files' decompressed bytes, or of the recipe of made data: what a result records */
  readonly sha256: string;
  readonly train: Split;
  /** examples kept apart, where the set has them */
  readonly test?: Split;
}

export interface Split {
  readonly count: number;
  readonly d: number;
  /** number of classes */
  readonly classes: number;
  /** class of each example [count] */
  readonly labels: Uint8Array;
  /** out [d] ← example i scaled to unit length; a zero example stays zero */
  row(i: number, out: Float64Array): void;
}

/** A problem with the user's input or files: the message names the value received and what is accepted. */
export class DataError extends Error {
  override name = "DataError";
}

/** out [d] ← source scaled to unit length. */
export function unit(source: ArrayLike<number>, out: Float64Array): void {
  let sum = 0;
  for (let k = 0; k < out.length; k++) sum += source[k] ** 2;
  const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
  for (let k = 0; k < out.length; k++) out[k] = source[k] * scale;
}
