// What live-gn keeps in memory, from the layout of its rows; packages/train/README.md says what is kept and why.
import { normalTail } from "@widthwise/core";

/** Rows whose share of f is kept together: packages/kernels/src/jobs/fields.ts. */
const BLOCK = 256;

/**
 * Of a live neuron on wasm: z, a padded row of float32; one bit per input; sign and flag; its part of a block's shares of
 * f.
 */
export function bytesOfRow(n: number): number {
  const padded = 16 * Math.ceil(n / 16);
  return 4 * padded + padded / 8 + 5 + (8 * n + 6) / BLOCK;
}

/**
 * Of an entry of the n×n matrices: K, its Cholesky factor, overlaps, counts and G in float64; in float32 K, the moves twice,
 * counts, half a factor; a byte of scratch.
 */
export const BYTES_OF_ENTRY = 5 * 8 + 4 * 4 + 2 + 1;

/** Bytes of the state: live rows, and the n×n matrices. */
export const lawBytes = (n: number, live: number) => live * bytesOfRow(n) + BYTES_OF_ENTRY * n * n;

/** Neurons that are live at most: all, or as many as (input, neuron) pairs fire. */
export const mostLive = (n: number, width: number, shift: number) =>
  width * Math.min(1, n * normalTail(shift));

/** Largest n whose state fits into `bytes` where every one of the neurons is live: the positive root of a quadratic. */
export function largestInputs(bytes: number, width: number): number {
  const slope = bytesOfRow(1e6) / 1e6;
  const half = (slope * width) / (2 * BYTES_OF_ENTRY);
  return Math.floor(Math.sqrt(half * half + bytes / BYTES_OF_ENTRY) - half);
}

/**
 * The widest network, by powers of two, whose float32 weights fit into `bytes`, and the largest batch of its Gauss–Newton
 * steps: n×n matrices of the batch in what is left, its factor B³/6 no more work than its products 2·m·B·d.
 */
export function widestWeights(bytes: number, d: number): { width: number; batch: number } {
  const width = 2 ** Math.floor(Math.log2(bytes / (4 * d)));
  const left = bytes - 4 * d * width;
  return { width, batch: Math.floor(Math.min(Math.sqrt(left / BYTES_OF_ENTRY), Math.sqrt(12 * width * d))) };
}

/** ImageNet's training set, ILSVRC 2012, at the usual 224 × 224 × 3. */
export const imageNet = { n: 1_281_167, d: 224 * 224 * 3 } as const;
