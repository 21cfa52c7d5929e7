// What is said of single matrix products: their rates against the peak of the machine.
import { wideBackends } from "@widthwise/backends";
import type { Result } from "@widthwise/measure";
import { percent, rate } from "../../page/units.ts";
import { error, notes, timeWords } from "../rounds/every-cell.ts";
import { oneMachine, tellRounds } from "../rounds/tell-rounds.ts";
import { ratedCells, rateSection } from "./rates.ts";
import { ratesPlot } from "./rates-plot.ts";

/** Which peak a share is of. */
function rooflineOf({ machine, cells }: Result): string {
  const widest = machine.peaks?.widest;
  if (widest !== undefined)
    return `The roofline of JavaScript and WebAssembly is that of 128-bit vectors, the widest that they have; that of native code is the machine's of ${widest.bits} bits.`;
  return cells.some(({ backend, rate }) => wideBackends.has(backend) && rate?.ofPeak !== undefined)
    ? "The roofline is that of 128-bit vectors, the widest that WebAssembly has: native code may pass 100 %."
    : "The roofline is that of 128-bit vectors, the widest that WebAssembly has; of native code, which may have wider ones, no share is given, as their peak was not measured.";
}

export const tellProducts = tellRounds({
  headline(result) {
    const [best] = ratedCells(result).sort((a, b) => b.rate.flopsPerSecond - a.rate.flopsPerSecond);
    return best
      ? `fastest product: ${rate(best.rate.flopsPerSecond)} on ${best.backend}`
      : "no product has a rate";
  },
  opening: rateSection,
  plots: (result) => [ratesPlot(result)].filter((plot) => plot !== undefined),
  cells: {
    what: "product",
    note: "“of roofline” is the share of what the machine can do for this work.",
    columns: [
      ["backend", (cell) => cell.backend],
      ["rows>", (cell) => String(cell.n)],
      ["inner>", (cell) => String(cell.d)],
      ["columns>", (cell) => String(cell.width)],
      ["time [95 %]>", timeWords],
      ["rate>", (cell) => (cell.rate === undefined ? "–" : rate(cell.rate.flopsPerSecond))],
      ["of roofline>", (cell) => (cell.rate?.ofPeak === undefined ? "–" : percent(cell.rate.ofPeak))],
      ["error>", error],
      ["notes", notes],
    ],
  },
  limits: (result) => [
    oneMachine(result),
    "Operands lie on the device before the clock starts: moving them there is not in the time.",
    rooflineOf(result),
  ],
});
