// Parameters of the study of low-rank training.
import { z } from "zod";
import { tfjsBackends } from "../../networks/tfjs.ts";

const positive = z.number().int().positive();
const share = z.number().positive();

const referenceKinds = ["random", "balanced", "k-means", "leverage"] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** What a profile of suites/low-rank.json holds. */
export const paramsSchema = z.object({
  backends: tfjsBackends,
  dataset: z.enum(["mnist", "fashion-mnist", "cifar10"]),
  n: positive,
  unseen: positive,
  /** of a fully connected ReLU network, and its weight layers */
  width: positive,
  depth: z.number().int().min(2),
  batch: positive,
  epochs: positive,
  momentum: z.number().min(0).max(1),
  adamRate: z.number().positive(),
  /** |R| where nothing else is said, class-balanced */
  references: positive,
  /** bytes that preparation may take beside its result */
  memory: positive,
  seeds: positive,
  /** against backpropagation, timed: k with features by kernel, and k with features by JVP, these in the first round only */
  race: z.object({ ranks: z.array(positive).min(1), jvpRanks: z.array(positive) }),
  /** which references, how many, and of one set how many directions */
  choice: z.object({
    kinds: z.array(z.enum(referenceKinds)).min(1),
    sizes: z.array(positive).min(1),
    ranks: z.array(positive),
    epochs: positive,
    /** held-out examples for the captured energy */
    heldOut: positive,
  }),
  /** the subspace renewed every so many epochs, or where the drift is above a bound */
  renewal: z.object({
    references: positive,
    rank: positive,
    everyEpochs: z.array(positive),
    drifts: z.array(share),
  }),
  /** one step against the parameter count, timed */
  steps: z.object({
    widths: z.array(positive).min(1),
    n: positive,
    references: positive,
    rank: positive,
    rounds: positive,
  }),
  /** work and memory of preparation, counted: on n examples each, of which any number follows */
  work: z.object({
    n: z.tuple([positive, positive]),
    memories: z.array(positive).min(1),
    /** the paper's size */
    extrapolate: z.object({ width: positive, n: positive }),
  }),
});

export type Params = z.infer<typeof paramsSchema>;
