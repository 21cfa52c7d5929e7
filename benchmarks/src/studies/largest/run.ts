// One run of live-gn to a residual: who is live, the memory that it took, and the residual after every pass.
import { distance, type Problem, resetCounters } from "@widthwise/core";
import { algorithms, startTraining } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import { countCheck } from "../../measuring/count-check.ts";
import { type Context, type Outcome, Skipped } from "../../measuring/jobs/study.ts";
import type { LargestJob } from "./jobs.ts";
import { lawBytes, mostLive } from "./law.ts";

export async function runLargest(
  { cell, tolerance, mostEpochs }: LargestJob,
  context: Context,
): Promise<Outcome[]> {
  const { n, width, params } = cell;
  const { batch } = params;
  const backend = await context.backend(cell.backend);
  const { inputs, labels, d } = context.examples(params.dataset, n);
  const shift = shiftOf(params.shift)(width);
  const problem: Problem = { inputs, labels, n, d, width, shift, seed: context.seed, init: "gaussian" };
  context.needBytes(lawBytes(n, mostLive(n, width, shift)));
  const before = peakBytes();
  try {
    const trainer = await startTraining(algorithms["live-gn"], backend, problem, {
      start: "sampled",
      ...(batch < n ? { batch } : {}),
    });
    const initMacs = trainer.counters.macs;
    const fired = Float64Array.from(await trainer.fired());
    const residuals = [distance(await trainer.evaluate(), labels)];
    resetCounters(trainer.counters);
    let counters = { ...trainer.counters };
    let broke = false;
    for (let epoch = 0; epoch < mostEpochs && residuals[epoch] > tolerance && !broke; epoch++) {
      for (let at = 0; at < n; at += batch) {
        broke = (await trainer.step()).status === "breakdown";
        if (epoch === 0 && at === 0) counters = { ...trainer.counters };
        if (broke) break;
      }
      residuals.push(distance(await trainer.evaluate(), labels));
      if (!Number.isFinite(residuals[epoch + 1])) break;
    }
    const { liveNeurons } = trainer;
    trainer.dispose();
    return [
      {
        d,
        check: countCheck(fired, problem),
        counters: { ...counters },
        peakBytes: peakBytes(),
        measures: {
          residuals: residuals.filter(Number.isFinite),
          // of passes over the inputs; null: never
          epochsToTolerance: residuals[residuals.length - 1] <= tolerance ? residuals.length - 1 : null,
          liveNeurons,
          firedPairs: fired.reduce((sum, count) => sum + count, 0),
          bytesBefore: before,
          initMacs,
        },
      },
    ];
  } catch (error) {
    // what the memory refuses
    if (error instanceof RangeError) throw new Skipped(error.message);
    throw error;
  }
}

/** Largest resident size of this process so far. */
const peakBytes = () => process.resourceUsage().maxRSS * 1024;
