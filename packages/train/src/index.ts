export { type Algorithm, algorithms, startTraining } from "./algorithms.ts";
export { type LiveSet, sampledLiveSet, sharedLiveSet } from "./live-set.ts";
export { ProblemError, type Step, type Trainer, type TrainerOptions } from "./trainer.ts";
