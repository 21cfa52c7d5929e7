// The dense network in the kernels' memory: what is allocated, and what stands there before the first step.
import { outputSigns, type Problem, weightsStream } from "@widthwise/core";
import type { Arena, Chunk } from "./arena.ts";
import type { Engine } from "./engine.ts";
import type { Exports } from "./exports.ts";
import { BLOCK, jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";

/** Inputs X [n, d], width m, threshold b (`shift`), seed and kind of initial weights: core's `Problem` without labels. */
export type NetworkShape = Omit<Problem, "labels">;

/** Addresses are those of the fields of the network's job, and of the job itself. */
export interface NetworkMemory {
  readonly at: Readonly<
    Record<"job" | "x" | "xt" | "weights" | "masks" | "sums" | "coefficients" | "overlaps", number>
  >;
  readonly chunk: Chunk;
  /** of BLOCK neurons */
  readonly blocks: number;
  readonly weightBytes: number;
  /** of the weights of eight neurons */
  readonly panelBytes: number;
  /** what error messages call it */
  readonly name: string;
}

/** Allocates a network, packs its inputs and draws its initial weights. O((n + m)·d). */
export function placeNetwork({ wasm, arena, threads }: Engine, shape: NetworkShape): NetworkMemory {
  const { n, d, width, shift, seed, init } = shape;
  const name = `a network of width ${width} with n = ${n}, d = ${d}`;
  const blocks = Math.ceil(width / BLOCK);
  const panels = Math.ceil(width / 8);
  const panelBytes = wasm.panelBytes(d);
  const scratchBytes = Math.ceil(wasm.networkScratch(n, d) / 64) * 64;
  const sizes = {
    job: bytesOf(jobs.Network),
    x: wasm.stripBytes(n, d),
    xt: wasm.stripBytes(d, n),
    weights: panels * panelBytes,
    signs: panels * 32,
    masks: blocks * n * (BLOCK / 8),
    shares: blocks * n * 8,
    sums: n * 8,
    coefficients: n * 4,
    overlaps: threads * n * n * 4,
    scratch: threads * scratchBytes,
  };
  const { chunk, at } = arena.carve(sizes, name);
  const { job, ...addresses } = at;
  jobAt(arena, job, jobs.Network).fill({
    ...{ n, d, width, shift, ...addresses, scratchBytes },
    antisymmetric: Number(init === "antisymmetric"),
    ...{ seedLow: seed >>> 0, seedHigh: Math.floor(seed / 2 ** 32), stream: weightsStream },
  });
  packInputs(wasm, arena, shape, at);
  const signs = arena.f32(at.signs, panels * 8);
  signs.fill(0);
  outputSigns(shape, 0, width, signs.subarray(0, width));
  arena.u32(at.masks, sizes.masks / 4).fill(0);
  wasm.draw(job);
  return { at, chunk, blocks, weightBytes: sizes.weights, panelBytes, name };
}

/** x ← strips of X, xt ← strips of Xᵀ, in float32. */
export function packInputs(
  wasm: Exports,
  arena: Arena,
  { inputs, n, d }: { readonly inputs: ArrayLike<number>; readonly n: number; readonly d: number },
  at: { readonly x: number; readonly xt: number },
): void {
  const rows = arena.allocate(4 * n * d, "the inputs");
  arena.f32(rows.at, n * d).set(inputs);
  wasm.packStrips(rows.at, 4 * d, true, n, d, at.x);
  wasm.packStrips(rows.at, 4 * d, false, d, n, at.xt);
  arena.free(rows);
}
