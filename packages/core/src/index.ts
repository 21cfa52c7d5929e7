export { type Counters, counterNames, newCounters, resetCounters } from "./counters.ts";
export { log } from "./log.ts";
export { type Initialisation, type Problem, streams } from "./model.ts";
export { fillNormals, normalTail, normalUpperQuantile } from "./normal.ts";
export { fillUniforms, type Key, philox, uniformOf } from "./philox.ts";
export { initialWeights, type NormalSource, outputSigns } from "./weights.ts";
