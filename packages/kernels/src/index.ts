export type { Gemm, GemmShape } from "./gemm.ts";
export { type Kernels, type KernelsOptions, loadKernels } from "./kernels.ts";
export type { LiveNeurons } from "./live.ts";
export type { AdamRates, DenseNetwork, NetworkShape } from "./network.ts";
export type { Probes } from "./probes.ts";
export type { Student, StudentShape } from "./student.ts";
export { bestVariant, type Variant } from "./variant.ts";
