// What the machine reaches at most, before anything else runs: what steps are held against.
import { type Machine, smallest } from "@widthwise/measure";
import type { Progress } from "../progress.ts";
import { Missing, startBackend, startRoundsProcess } from "./rounds-process.ts";
import type { RunPlan } from "./run-plan.ts";
import type { CellSpec } from "./spec.ts";

/** The product that a backend's dense steps are held against: the shape of the forward pass over one block. */
const GEMM = { n: 64, d: 784, width: 4096 } as const;
const GEMM_TRIALS = 5;
const GEMM_NS = 0.5e9;

type Peaks = NonNullable<Machine["peaks"]>;

/** FMA and memory peaks of one core; or, as text, why they cannot be measured here. */
export async function peaksOrReason(): Promise<Peaks | string> {
  const probe = startRoundsProcess();
  return probe
    .ask("peaks", {})
    .catch((error: Error) => error.message)
    .finally(() => probe.end());
}

/** Peaks, and each backend's rate at a matrix product. What cannot be measured is said, and left out. */
export async function calibrateMachine(
  plan: RunPlan,
  progress: Progress,
): Promise<{ peaks?: Peaks; gemmRates: ReadonlyMap<string, number> }> {
  const gemmRates = new Map<string, number>();
  progress.show("machine: arithmetic and memory peaks");
  const peaks = await peaksOrReason();
  if (typeof peaks === "string") progress.say(`machine: no peaks, so no share of them is given: ${peaks}`);
  // of products themselves this would be one more
  const backends = plan.data === undefined ? [] : plan.cells.map(({ backend }) => backend);
  for (const backend of new Set(backends)) {
    progress.show(`machine: matrix product of ${backend}`);
    try {
      gemmRates.set(backend, await gemmRate(backend, plan));
    } catch (error) {
      // who is not there is said when its cells are opened
      if (!(error instanceof Missing))
        progress.say(
          `machine: no matrix product of ${backend} to hold its dense steps against: ${(error as Error).message}`,
        );
    }
  }
  return { ...(typeof peaks === "string" ? {} : { peaks }), gemmRates };
}

/** Flops per second of the best of a few trials; Missing where the backend is not there. */
export async function gemmRate(
  backend: string,
  { threads, budgetSeconds }: Pick<RunPlan, "threads" | "budgetSeconds">,
): Promise<number> {
  const { start, setUp } = startBackend(backend, { threads, budgetSeconds });
  const host = start();
  try {
    await setUp?.(host);
    const cell: CellSpec = { kind: "products", algorithm: "gemm-nn", backend, ...GEMM };
    const prepared = await host.ask("prepare", { cell, reference: null, timed: true, limitNs: GEMM_NS });
    const { status, reason, counters, innerIterations = 1, repeats = 1 } = prepared;
    if (status !== "ok" || counters === undefined) throw new Error(reason ?? status);
    let best = Number.POSITIVE_INFINITY;
    for (let trial = 0; trial < GEMM_TRIALS; trial++) {
      const samples = { innerIterations, repeats };
      const { rawNs } = await host.ask("sample", { cell, samples, limitNs: GEMM_NS });
      best = Math.min(best, smallest(rawNs));
    }
    return (2 * counters.macs) / (best / 1e9);
  } finally {
    host.end();
  }
}
