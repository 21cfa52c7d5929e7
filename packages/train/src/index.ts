// What other packages may use.
export { type Algorithm, algorithms, startTraining } from "./algorithms.ts";
export { explainBreakdown, explainEnd, nothingFires } from "./breakdown.ts";
export { ProblemError } from "./check-problem.ts";
export { DampedGaussNewton, type DampedOptions, type DampedStep } from "./damped-gauss-newton.ts";
export { hashingDefaults, hashingStream } from "./fired-index.ts";
export { FiredJacobian, shortCoordinates } from "./fired-jacobian.ts";
export { countOverlaps, type FiredSets, moveRow, scaleKernelRows } from "./fired-sets.ts";
export { type LiveSet, sampledLiveSet, sharedLiveSet } from "./live-set.ts";
export type { HashingOptions, SketchOptions, TrainerOptions } from "./options.ts";
export { sketchDefaults, sketchKinds, sketchStream } from "./sketched-rule.ts";
export type { Inner, Step, Trainer } from "./trainer.ts";
