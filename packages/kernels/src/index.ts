// What this package offers; README.md shows how to use it.
export type { AdamRates } from "./adam.ts";
export { CannotStart } from "./cannot-start.ts";
export type { Gemm, GemmShape } from "./gemm.ts";
export { type Kernels, type KernelsOptions, loadKernels } from "./kernels.ts";
export type { LiveNeurons } from "./live.ts";
export type { DenseNetwork } from "./network.ts";
export type { NetworkShape } from "./network-memory.ts";
export type { PairNetwork, PairShape } from "./pairs.ts";
export type { Probes } from "./probes.ts";
export type { SolveSpd } from "./solve.ts";
export type { Student, StudentShape } from "./student.ts";
export type { Variant } from "./variant.ts";
