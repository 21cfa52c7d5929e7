// Tables of the imbalances over the neurons, and of the regime that follows.
import { largest } from "@widthwise/measure";
import { type Cells, section } from "../../../page/section.ts";
import { significant, widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { type Params, QUANTILES } from "../params.ts";
import { listAt, meanAt, type Setting } from "./rows.ts";

const show = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? "–" : significant(value, 3);

export function sections(told: Told<Params>) {
  const { parametrisations, widths, seeds, checkpoints } = told.params;
  const rows = parametrisations.flatMap((parametrisation) =>
    widths.map((width): Setting => ({ parametrisation, width })),
  );
  const names: Cells<Setting>[] = [
    ["parametrisation", ({ parametrisation }) => parametrisation],
    ["width>", ({ width }) => widthLabel(width)],
  ];
  const quantile = (q: number) => (row: Setting) => show(listAt(told, row, "quantiles")[q]);
  const share = (name: string) => (row: Setting) => `${show(100 * meanAt(told, row, name))} %`;
  const drawn = (name: string) => (row: Setting) => show(meanAt(told, row, name));
  const equal = (name: string) => (row: Setting) => show(meanAt(told, { ...row, sizes: "equal" }, name));
  return [
    section({
      heading: "δ over the neurons",
      note: `δ/κ of each neuron, κ = A² + ‖W‖², brought to unit rates: −1 is downstream, 0 balanced, 1 upstream. Quantiles are means over ${seeds} networks. The share upstream has an exact law, the tail of Student's t with d degrees of freedom.`,
      rows,
      columns: [
        ...names,
        ...QUANTILES.map(([name], q): Cells<Setting> => [`${name}>`, quantile(q)]),
        ["upstream>", share("upstream")],
        ["expected>", share("expectedUpstream")],
      ],
    }),
    section({
      heading: "The regime that follows",
      note: `After ${largest(checkpoints)} steps of half the largest stable size: kernel distance S from the start, share of signs that flipped, and losses over those of the zero network. ${told.note("equal")}`,
      rows,
      columns: [
        ...names,
        ["S>", drawn("kernelDistance")],
        ["S, equal>", equal("kernelDistance")],
        ["flipped>", drawn("hamming")],
        ["flipped, equal>", equal("hamming")],
        ["train loss>", drawn("trainLoss")],
        ["test loss>", drawn("testLoss")],
        ["test loss, equal>", equal("testLoss")],
      ],
    }),
  ];
}
