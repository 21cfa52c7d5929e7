// Two tables: what was trained beside the law of its memory, and what the law allows.
import { distinct, lastOf } from "../../../page/lists.ts";
import { section } from "../../../page/section.ts";
import { bytes, count, percent, significant, widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { BYTES_OF_ENTRY, bytesOfRow, imageNet, largestInputs } from "../law.ts";
import type { Params } from "../params.ts";
import { limitWidth, sizesOf } from "./sizes.ts";
import { grouped, work } from "./words.ts";

export function sections({ result, note }: Told<Params>) {
  const sizes = sizesOf(result);
  const { n, d } = imageNet;
  const total = result.machine.memory;
  return [
    section({
      heading: "What was trained",
      note: `${note("runs")} Law: live neurons × (${significant(bytesOfRow(1e6) / 1e6, 3)}·n and a few) + ${BYTES_OF_ENTRY}·n² bytes, from the layout of the state.`,
      rows: sizes,
      columns: [
        ["n>", (size) => String(size.n)],
        ["width>", (size) => widthLabel(size.width)],
        ["inputs a step>", (size) => String(size.batch)],
        ["live neurons>", (size) => count(size.live)],
        ["live>", (size) => percent(size.live / size.width)],
        ["added>", (size) => bytes(size.addedBytes)],
        ["law>", (size) => bytes(size.lawBytes)],
        ["added over law>", (size) => significant(size.addedBytes / size.lawBytes, 3)],
        ["drawing them, multiply-adds>", (size) => work(size.initMacs)],
        ["a step, multiply-adds>", (size) => work(size.stepMacs)],
        ["dense step 2mnd>", (size) => work(2 * size.width * size.n * size.d)],
        ["passes>", ({ epochs, residuals }) => (epochs ?? `no: ${residuals.length - 1}`).toString()],
        ["‖f−y‖ at the end>", (size) => significant(lastOf(size.residuals), 2)],
      ],
    }),
    section({
      heading: "What the law allows",
      note: `Every neuron live. ImageNet: n = ${grouped(n)}, d = ${grouped(d)}. ${note("batches")}`,
      rows: sizes.length === 0 ? [] : distinct([2 ** 10, 2 ** 14, 2 ** 17, limitWidth(sizes)]),
      columns: [
        ["width>", widthLabel],
        [`largest n in ${bytes(total)}>`, (width) => grouped(largestInputs(total, width))],
        ["ImageNet: rows of z>", (width) => bytes(width * bytesOfRow(n))],
        ["n×n matrices>", () => bytes(BYTES_OF_ENTRY * n * n)],
        ["its weights, float32>", (width) => bytes(4 * width * d)],
        ["B of equal parts>", (width) => grouped(Math.min(n, Math.sqrt(12 * width * d)))],
      ],
    }),
  ];
}
