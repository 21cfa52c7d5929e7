import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { significant, widthLabel } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { listAt, meanAt, paramsOf } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { parametrisations, widths, seeds, checkpoints } = paramsOf(result);
  const source = sourceOf(result);
  const pairs = parametrisations.flatMap((parametrisation) =>
    widths.map((width) => ({ parametrisation, width })),
  );
  const show = (value: number) => (Number.isNaN(value) ? "–" : significant(value, 3));
  return [
    heading(2, "δ over the neurons"),
    paragraph(
      `δ/κ of each neuron, κ = A² + ‖W‖², brought to unit rates: −1 is downstream, 0 balanced, 1 upstream. Quantiles are means over ${seeds} networks. The share upstream has an exact law, the tail of Student's t with d degrees of freedom.`,
    ),
    table(
      ["parametrisation", "width>", "5 %>", "25 %>", "median>", "75 %>", "95 %>", "upstream>", "expected>"],
      pairs.map((pair) => {
        const at = { ...pair, sizes: "drawn" as const };
        const quantiles = listAt(result, at, "quantiles");
        return [
          pair.parametrisation,
          widthLabel(pair.width),
          ...(quantiles.length > 0 ? quantiles.map(show) : Array.from({ length: 5 }, () => "–")),
          ...["upstream", "expectedUpstream"].map((name) => `${show(100 * meanAt(result, at, name))} %`),
        ];
      }),
      source,
    ),
    heading(2, "The regime that follows"),
    paragraph(
      `After ${Math.max(...checkpoints)} steps of half the largest stable size: kernel distance S from the start, share of signs that flipped, and losses over those of the zero network. “Equal”: signs and directions kept, every |A| and ‖W‖ its root mean square, so that δ has the same mean and no spread.`,
    ),
    table(
      [
        "parametrisation",
        "width>",
        "S>",
        "S, equal>",
        "flipped>",
        "flipped, equal>",
        "train loss>",
        "test loss>",
        "test loss, equal>",
      ],
      pairs.map((pair) => {
        const [drawn, equal] = (["drawn", "equal"] as const).map((sizes) => ({ ...pair, sizes }));
        const of = (name: string, at = drawn) => show(meanAt(result, at, name));
        return [
          pair.parametrisation,
          widthLabel(pair.width),
          of("kernelDistance"),
          of("kernelDistance", equal),
          of("hamming"),
          of("hamming", equal),
          of("trainLoss"),
          of("testLoss"),
          of("testLoss", equal),
        ];
      }),
      source,
    ),
    heading(2, "What these numbers do not say"),
    list([
      "Neurons start in pairs of opposite readout, so that f = 0; the law of δ is the same.",
      "The first layer's rate in maximal-update is not divided by d, as its table of rates has it for widths that grow: another convention for d moves δ/κ.",
      "Training has a fixed number of steps, each a fixed share of the largest stable one, not a fixed loss: the losses stand beside S.",
    ]),
  ];
}
