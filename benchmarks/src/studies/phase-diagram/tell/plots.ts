// Maps of every quantity over δ and τ at every step: Fig. 1(b).
import { heatMapSpec } from "../../../page/plots/heat-map.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { significant } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { type Quantity, quantities } from "./printed.ts";
import { gridOf, meanOf, reaching, stepsOf } from "./rows.ts";

/** A map has a colour scale of its own. */
export function plots(told: Told<Params>): Plot[] {
  const points = gridOf(told);
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
