// What is timed: whole steps, and the two derivatives that a linearised step is made of.
import { IterativeLinearisation, LowRankTraining, type OptimiserOptions } from "@widthwise/linearize";
import type { OpenTask } from "../../networks/open-task.ts";

/** In the order of tables and plots. */
export const operations = {
  backprop: "backprop step",
  jvp: "J v",
  vjp: "Jᵀ u",
  linearised: "linearised step",
  lowRank: "low-rank step",
} as const;
export type Operation = keyof typeof operations;

/** A step so small that parameters stay numbers however often it is repeated. */
const optimiser: OptimiserOptions = { kind: "sgd", rate: 1e-6 };

export interface Timed {
  readonly run: Readonly<Record<Operation, () => void | Promise<void>>>;
  /** time of the low-rank preparation, once */
  readonly preparationNs: number;
  dispose(): void;
}

/** Every operation, ready to be repeated; steps of full size, parameters written back. */
export async function prepare(
  task: OpenTask,
  { references, rank }: { references: number; rank: number },
): Promise<Timed> {
  const { tf, network, start, train, loss } = task;
  const { inputs, targets } = train;
  const [ordinary, linearised] = [1, Infinity].map(
    (every) => new IterativeLinearisation(network, start, { loss, optimiser, every }),
  );
  // the first step of a period is an ordinary one
  linearised.step(inputs, targets);
  const reference = tf.slice(inputs, 0, references);
  const began = performance.now();
  const lowRank = await LowRankTraining.start(network, start, inputs, targets, {
    loss,
    optimiser,
    reference,
    rank,
  });
  const preparationNs = (performance.now() - began) * 1e6;
  return {
    preparationNs,
    run: {
      backprop: () => ordinary.step(inputs, targets),
      jvp: () => tf.dispose({ ...network.jvp(start, inputs, start) }),
      vjp: () => tf.dispose({ ...network.vjp(start, inputs, () => targets) }),
      linearised: () => linearised.step(inputs, targets),
      lowRank: () => lowRank.step(),
    },
    dispose() {
      ordinary.dispose();
      linearised.dispose();
      lowRank.dispose();
      reference.dispose();
    },
  };
}
