import { heatMapSpec } from "../../../page/plots/heat-map.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { significant } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { gridOf, meanOf, type Quantity, reaching, stepsOf } from "./rows.ts";
import { quantities } from "./sections.ts";

/** Fig. 1(b): a map over δ and τ for every quantity and step, each with a colour scale of its own. */
export function plots(result: StudyResult): Plot[] {
  const points = gridOf(result);
  const steps = stepsOf(points);
  if (steps.length === 0) return [];
  const names = Object.keys(quantities) as Quantity[];
  return [
    {
      name: "phase-diagram",
      alt: "Maps of test loss, kernel, Hamming and parameter distance over imbalance δ and scale τ, a row for every step",
      caption: `Figs 1(b) and 5(b): mean over seeds, a row each for ${steps.join(", ")} steps.`,
      spec: heatMapSpec({
        title: "A ReLU student over the scale τ and imbalance δ of its start",
        subtitle:
          "Right: upstream. Low: small scale. Every map has its own colours, least to most as written.",
        columns: names.length,
        width: 170,
        xTitle: "δ",
        yTitle: "τ",
        yLabel: (scale) => significant(scale, 2),
        colours: { ends: (value) => significant(value, 3) },
        maps: steps.flatMap((step) =>
          names.map((quantity) => ({
            title: `${quantities[quantity]}, t = ${step}`,
            cells: reaching(points, step).map((point) => ({
              x: point.delta,
              y: point.scale,
              value: meanOf(point, quantity, step).value,
            })),
          })),
        ),
      }),
    },
  ];
}
