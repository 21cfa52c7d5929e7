// What is said of single matrix products: their rates against the peak of the machine.
import { percent, rate, timeInterval } from "../../page/units.ts";
import { cellBlocks, error, notes } from "../cells.ts";
import { controlBlocks } from "../controls.ts";
import { oneMachine } from "../limits.ts";
import { problemBlocks } from "../problems.ts";
import { isTimed } from "../series.ts";
import type { Tell } from "../tell.ts";
import { productBlocks } from "./rates.ts";
import { kernelsSpec } from "./rates-plot.ts";

export const tellProducts: Tell = {
  answers: () => [],
  headline({ cells }) {
    const [best] = cells
      .filter(isTimed)
      .filter((cell) => cell.rate !== undefined)
      .sort((a, b) => b.rate!.flopsPerSecond - a.rate!.flopsPerSecond);
    return best
      ? `fastest product: ${rate(best.rate!.flopsPerSecond)} on ${best.backend}`
      : "no cell has a time";
  },
  opening: productBlocks,
  plots(result) {
    const spec = kernelsSpec(result);
    if (spec === undefined) return [];
    const alt = "Share of the roofline of matrix products by backend and shape";
    const caption = "Each backend's rate as a share of the limit measured in the same run.";
    return [{ name: "kernels", alt, caption, spec }];
  },
  tables: () => [],
  cells: (result) => [
    ...cellBlocks(result, {
      what: "product",
      note: "“of roofline” is the share of what the machine can do for this work.",
      columns: [
        ["backend", (cell) => cell.backend],
        ["rows>", (cell) => String(cell.n)],
        ["inner>", (cell) => String(cell.d)],
        ["columns>", (cell) => String(cell.width)],
        ["time [95 %]>", (cell) => timeInterval(cell.timing.median, cell.timing.lo, cell.timing.hi)],
        ["rate>", (cell) => (cell.rate === undefined ? "–" : rate(cell.rate.flopsPerSecond))],
        ["of roofline>", (cell) => (cell.rate?.ofPeak === undefined ? "–" : percent(cell.rate.ofPeak))],
        ["error>", error],
        ["notes", notes],
      ],
    }),
    ...problemBlocks(result),
    ...controlBlocks(result),
  ],
  limits: (result) => [
    oneMachine(result),
    "Operands lie on the device before the clock starts: moving them there is not in the time.",
    "The roofline is that of 128-bit vectors, the widest that WebAssembly has: native code may pass 100 %.",
  ],
};
