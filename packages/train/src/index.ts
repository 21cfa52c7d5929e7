export { type Algorithm, algorithms, startTraining } from "./algorithms.ts";
export { explainBreakdown, nothingFires } from "./breakdown.ts";
export { hashingDefaults, hashingStream } from "./fired-index.ts";
export { FiredJacobian, shortCoordinates } from "./fired-jacobian.ts";
export { countOverlaps, type FiredSets, moveRow, scaleKernelRows } from "./fired-sets.ts";
export { type LiveSet, sampledLiveSet, sharedLiveSet } from "./live-set.ts";
export { type SketchOptions, sketchDefaults, sketchKinds, sketchStream } from "./sketched-rule.ts";
export {
  type HashingOptions,
  type Inner,
  ProblemError,
  type Step,
  type Trainer,
  type TrainerOptions,
} from "./trainer.ts";
