import type { Backend } from "@widthwise/backends";
import type { Counters, LiveLaw } from "@widthwise/core";
import type { LiveSet } from "./live-set.ts";
import type { LiveState } from "./live-state.ts";

const FLOAT = 4;

/**
 * The live neurons in WebAssembly memories, float32. Counted: n additions for each fired (neuron, input), or for the sum
 * over four of them, and one for its share of f; additions to the counts |{r : i, j ∈ F_r}| as words, as the kernel makes
 * them, one by one or 64 rows at a time; z once read and once written a move.
 */
export async function wasmLiveState(
  kernels: NonNullable<Backend["kernels"]>,
  law: LiveLaw,
  given: LiveSet | undefined,
  counters: Counters,
): Promise<LiveState> {
  const { n } = law;
  const neurons = await kernels.live(law, given);
  /** what the pass over `rows` rows counts after the rows have moved */
  const count = (rows: number, counting: boolean) => {
    counters.macs += neurons.fired;
    if (counting) counters.words += neurons.words;
    counters.compares += rows * n;
    counters.bytesRead += FLOAT * rows * (n + 1) + (rows * n) / 8;
    counters.bytesWritten += (rows * n) / 8;
  };
  counters.macs += given?.macs ?? neurons.macs;
  let counted = true;
  count(neurons.count, counted);
  return {
    count: neurons.count,
    outputs: (f) => neurons.outputs(f),
    overlaps(out) {
      neurons.overlaps(out);
      if (counted) return;
      counted = true;
      counters.words += neurons.words;
      counters.bytesRead += (neurons.active * n) / 8;
    },
    move(u, counting) {
      const rows = neurons.active;
      const additions = neurons.move(u, counting);
      counters.macs += n * n + additions;
      counters.bytesRead += 8 * n * n + FLOAT * additions;
      counters.bytesWritten += FLOAT * (n * n + rows * n);
      counted = counting;
      count(rows, counting);
    },
    restore() {
      neurons.restore();
      counted = true;
    },
    rows: () => neurons.rows(),
    dispose: () => neurons.dispose(),
  };
}
