import type { Backend } from "@widthwise/backends";
import type { Counters, LiveLaw } from "@widthwise/core";
import type { LiveSet } from "./live-set.ts";
import type { LiveState } from "./live-state.ts";

const FLOAT = 4;

/**
 * The live neurons in WebAssembly memories, float32. Counted: n additions for each fired (neuron, input) and one for its
 * share of f; additions to the counts |{r : i, j ∈ F_r}| as words, as the kernel makes them, one by one or sixteen bytes
 * at a time; z once read and once written a move.
 */
export async function wasmLiveState(
  kernels: NonNullable<Backend["kernels"]>,
  law: LiveLaw,
  given: LiveSet | undefined,
  counters: Counters,
): Promise<LiveState> {
  const { n } = law;
  const neurons = await kernels.live(law, given);
  const fired = new Float64Array(n);
  const counts = new Float64Array(n * n);
  let current = false;
  const overlaps = () => {
    if (!current) neurons.overlaps(counts);
    current = true;
    for (let i = 0; i < n; i++) fired[i] = counts[i * n + i];
    return counts;
  };
  const pairs = () => fired.reduce((sum, count) => sum + count, 0);
  /** what the pass over `rows` rows counts after the rows have moved */
  const count = (rows: number) => {
    current = false;
    overlaps();
    counters.macs += pairs();
    counters.words += neurons.words;
    counters.compares += rows * n;
    counters.bytesRead += FLOAT * rows * (n + 1) + (rows * n) / 8;
    counters.bytesWritten += (rows * n) / 8;
  };
  counters.macs += given?.macs ?? neurons.macs;
  count(neurons.count);
  return {
    count: neurons.count,
    outputs: (f) => neurons.outputs(f),
    overlaps: (out) => out.set(overlaps()),
    move(u) {
      const rows = neurons.active;
      counters.macs += n * n + pairs() * n;
      counters.bytesRead += 8 * n * n + FLOAT * pairs() * n;
      counters.bytesWritten += FLOAT * (n * n + rows * n);
      neurons.move(u);
      count(rows);
    },
    restore() {
      neurons.restore();
      current = false;
      overlaps();
    },
    rows: () => neurons.rows(),
    dispose: () => neurons.dispose(),
  };
}
