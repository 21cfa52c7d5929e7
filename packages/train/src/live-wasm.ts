// z of the live neurons in WebAssembly memories, and what its kernels count as work.
import type { Backend } from "@widthwise/backends";
import type { Counters, LiveLaw } from "@widthwise/core";
import type { LiveSet } from "./live-set.ts";
import type { LiveState } from "./live-state.ts";

const FLOAT = 4;

/**
 * The live neurons, or by a law of `all` every neuron, on the backend's kernels, float32, drawn from their law or given. Counted as
 * multiply-adds: n for each neuron and input at which it fires, or for the sum over four such inputs, and one for its share of f. Counted
 * as words: additions to the overlaps |{r : i, j ∈ F_r}| where they are made one by one, else 32-bit words combined. z of live neurons is
 * read once and written once per move; of all neurons, it is read once more by those that are found to fire, or by a scan of all.
 */
export async function wasmLiveState(
  kernels: NonNullable<Backend["kernels"]>,
  law: LiveLaw,
  given: LiveSet | undefined,
  counters: Counters,
): Promise<LiveState> {
  const { n } = law;
  const neurons = await kernels.live(law, given);
  /** Counts the pass over the rows that have just moved. */
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
    sets() {
      const [neuron, start, input]: number[][] = [[], [0], []];
      const bytes = Math.ceil(n / 8);
      neurons.eachFired((r, bits, at) => {
        const before = input.length;
        for (let byte = 0; byte < bytes; byte++)
          for (let set = bits[at + byte]; set !== 0; set &= set - 1)
            input.push(8 * byte + 31 - Math.clz32(set & -set));
        if (input.length === before) return;
        neuron.push(r);
        start.push(input.length);
      });
      counters.bytesRead += neuron.length * (bytes + 1);
      counters.bytesWritten += FLOAT * (input.length + 2 * neuron.length);
      return {
        rows: neuron.length,
        neuron: Int32Array.from(neuron),
        start: Int32Array.from(start),
        input: Int32Array.from(input),
      };
    },
    move(u, counting) {
      const rows = neurons.active;
      const additions = neurons.move(u, counting);
      counters.macs += n * n + additions;
      counters.bytesRead += 8 * n * n;
      counters.bytesReread += FLOAT * additions;
      counters.bytesWritten += FLOAT * (n * n + rows * n);
      counted = counting;
      if (law.all) {
        // the moved rows' own pass, the nodes above them, and the search; then a pass over what it finds
        count(rows, false);
        const { visits, raised } = neurons;
        counters.compares += (visits + raised) * n;
        counters.bytesRead += FLOAT * (visits + 2 * raised) * n;
        counters.bytesWritten += FLOAT * raised * n;
      }
      const found = { trees: neurons.active, scan: neurons.count, live: rows };
      count(found[law.all ?? "live"], counting);
    },
    restore() {
      neurons.restore();
      counted = true;
    },
    rows: () => neurons.rows(),
    dispose: () => neurons.dispose(),
  };
}
