// The search structures that tree.ts trains with: exact trees of maxima, or hash tables that may miss neurons.
import { MaxTrees, SimHash } from "@widthwise/sparse-tree";
import type { TrainerOptions } from "./options.ts";
import type { BuildIndex } from "./tree.ts";

/** Random stream of the hash functions. */
export const hashingStream = 12;

/** Exact: a tree of maxima per input. */
export const maxTrees: BuildIndex = (z, { n, width }) => new MaxTrees(z, n, width);

/**
 * Hashing hardly tells neurons that fire from others here: one on the threshold is nearly orthogonal to its input (73° at
 * n = 64, b = 2), so that a bit of its code agrees with the input's with probability 0.6, against 0.5 for a random
 * neuron. With five bits and sixteen tables a query looks at 40 % of the neurons and finds 72 % of those that fire
 * (MNIST, n = 64, m = 4096, seed 1).
 */
export const hashingDefaults = { tables: 16, bits: 5 } as const;

/** Approximate: buckets of neurons whose weights lie on the same sides of random planes as the input. */
export const simHash =
  ({ hashing }: TrainerOptions): BuildIndex =>
  (z, { n, width, seed }, kernel) =>
    new SimHash(z, n, width, {
      tables: hashing?.tables ?? hashingDefaults.tables,
      bits: hashing?.bits ?? hashingDefaults.bits,
      key: { seed, stream: hashingStream },
      kernel,
    });
