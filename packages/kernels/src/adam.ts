// Adam (D. Kingma, J. Ba, ICLR 2015, Algorithm 1) on the dense network's weights; see assembly/adam.ts.
import type { Engine } from "./engine.ts";
import { jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";
import type { NetworkMemory } from "./network-memory.ts";

/** α, β₁, β₂ and ε of Adam. */
export interface AdamRates {
  readonly rate: number;
  readonly decay1: number;
  readonly decay2: number;
  readonly epsilon: number;
}

/** Adam's moments of one network. */
export interface Adam {
  /** A step on the gradient that the network's coefficients, u_i/√m, describe. */
  step(): void;
  /** Clears the moments and the count of steps. */
  forget(): void;
  dispose(): void;
}

/** Allocates both moments, float32 as the weights, and a panel of the gradient for each thread. */
export function openAdam(
  { wasm, arena, threads }: Engine,
  { at: network, weightBytes, panelBytes, name }: NetworkMemory,
  { rate, decay1, decay2, epsilon }: AdamRates,
): Adam {
  const { chunk, at } = arena.carve(
    { job: bytesOf(jobs.Adam), mean: weightBytes, square: weightBytes, gradients: threads * panelBytes },
    `Adam's moments of ${name}`,
  );
  const { job: address, ...addresses } = at;
  const job = jobAt(arena, address, jobs.Adam);
  job.fill({ network: network.job, ...addresses, decay1, decay2, epsilon, step: 0, root: 0 });
  let taken = 0;
  const forget = () => {
    for (const moment of [at.mean, at.square]) arena.f32(moment, weightBytes / 4).fill(0);
    taken = 0;
  };
  forget();
  return {
    step() {
      taken++;
      job.set({ step: rate / (1 - decay1 ** taken), root: 1 / Math.sqrt(1 - decay2 ** taken) });
      wasm.adam(address);
    },
    forget,
    dispose: () => arena.free(chunk),
  };
}
