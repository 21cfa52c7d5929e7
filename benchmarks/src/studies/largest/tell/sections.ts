import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { bytes, count, percent, significant, widthLabel } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { BYTES_OF_ENTRY, bytesOfRow, imageNet, largestInputs } from "../law.ts";
import { grouped, limitWidth, work } from "./answers.ts";
import { sizesOf } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const sizes = sizesOf(result);
  if (sizes.length === 0) return [];
  return [
    heading(2, "What was trained"),
    paragraph(
      `\`live-gn\` on wasm, float32, one thread, each run in a process of its own. Added: what training added to the largest resident size of the process. Law: live neurons × (${significant(bytesOfRow(1e6) / 1e6, 3)}·n and a few) + ${BYTES_OF_ENTRY}·n² bytes, from the layout of the state.`,
    ),
    table(
      [
        "n>",
        "width>",
        "inputs a step>",
        "live neurons>",
        "live>",
        "added>",
        "law>",
        "added over law>",
        "drawing them, multiply-adds>",
        "a step, multiply-adds>",
        "dense step 2mnd>",
        "passes>",
        "‖f−y‖ at the end>",
      ],
      sizes.map((size) => [
        String(size.n),
        widthLabel(size.width),
        String(size.batch),
        count(size.live),
        percent(size.live / size.width),
        bytes(size.addedBytes),
        bytes(size.lawBytes),
        significant(size.addedBytes / size.lawBytes, 3),
        work(size.initMacs),
        work(size.stepMacs),
        work(2 * size.width * size.n * size.d),
        size.epochs === null ? `no: ${size.residuals.length - 1}` : String(size.epochs),
        significant(size.residuals[size.residuals.length - 1], 2),
      ]),
      sourceOf(result),
    ),
    ...limitTable(result),
    heading(2, "What these numbers do not say"),
    list([
      "ImageNet itself was not trained: its row is the law, which was measured at n three orders of magnitude below.",
      "One output and square loss, as everywhere here; a thousand classes multiply the outputs.",
      "That every neuron is live is an upper bound: related inputs fire the same neurons. Memory for rows is at most what is told.",
      "Small states are not compared with the law: the rest of the process weighs more.",
    ]),
  ];
}

/** Which n fits at which width, and what ImageNet would ask for. */
function limitTable(result: StudyResult): Block[] {
  const { n, d } = imageNet;
  const total = result.machine.memory;
  const widths = [2 ** 10, 2 ** 14, 2 ** 17, limitWidth(sizesOf(result))];
  const own = [...new Set(widths)].sort((a, b) => a - b);
  return [
    heading(2, "What the law allows"),
    paragraph(
      `Every neuron live. ImageNet: n = ${grouped(n)}, d = ${grouped(d)}. With weights instead, a batch of B inputs takes 2·m·B·d multiply-adds a step and B³/6 for its factor, the lesser part up to B = √(12·m·d).`,
    ),
    table(
      [
        "width>",
        `largest n in ${bytes(total)}>`,
        "ImageNet: rows of z>",
        "n×n matrices>",
        "its weights, float32>",
        "B of equal parts>",
      ],
      own.map((width) => [
        widthLabel(width),
        grouped(largestInputs(total, width)),
        bytes(width * bytesOfRow(n)),
        bytes(BYTES_OF_ENTRY * n * n),
        bytes(4 * width * d),
        grouped(Math.min(n, Math.sqrt(12 * width * d))),
      ]),
      sourceOf(result),
    ),
  ];
}
