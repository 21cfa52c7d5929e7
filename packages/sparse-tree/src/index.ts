// What the package offers: structures that answer which neurons fire, behind one interface.

export { BitMask } from "./bit-mask.ts";
export { LinearScan } from "./linear-scan.ts";
export { MaxTrees } from "./max-trees.ts";
export { NeuronTrees } from "./neuron-trees.ts";
export { type Recall, SimHash, type SimHashOptions } from "./simhash.ts";
export { type Crossing, SlackLists, type SlackOptions } from "./slack-lists.ts";
export { type StructureOptions, structures } from "./structures.ts";
export type { ThresholdIndex, Visits } from "./threshold-index.ts";
