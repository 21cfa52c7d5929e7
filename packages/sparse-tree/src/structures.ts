// All structures by name, as suites and reports list them.
import { BitMask } from "./bit-mask.ts";
import { LinearScan } from "./linear-scan.ts";
import { MaxTrees } from "./max-trees.ts";
import { NeuronTrees } from "./neuron-trees.ts";
import { SimHash, type SimHashOptions } from "./simhash.ts";
import { SlackLists, type SlackOptions } from "./slack-lists.ts";
import type { ThresholdIndex } from "./threshold-index.ts";

/** Everything that any structure may want to know at build. */
export interface StructureOptions extends SlackOptions, Pick<SimHashOptions, "tables" | "bits" | "key"> {}

type Build = (
  z: Float64Array | Float32Array,
  n: number,
  m: number,
  options: StructureOptions,
) => ThresholdIndex;

/** Every structure under the name that suites and reports use; z [n, m]. */
export const structures: Record<string, Build> = {
  "linear-scan": (z, n, m) => new LinearScan(z, n, m),
  "bit-mask": (z, n, m, { threshold }) => new BitMask(z, n, m, threshold),
  "max-trees": (z, n, m) => new MaxTrees(z, n, m),
  "neuron-trees": (z, n, m) => new NeuronTrees(z, n, m),
  "slack-lists": (z, n, m, options) => new SlackLists(z, n, m, options),
  simhash: (z, n, m, options) => new SimHash(z, n, m, options),
};
