import { ink } from "../../report/plots/theme.ts";
import type { Plot } from "../../report/plots.ts";
import { significant } from "../../report/units.ts";
import type { StudyResult } from "../../run-study/study.ts";
import { quantities } from "./report.ts";
import { gridOf, meanOf, type Point, type Quantity, reaching, stepsOf } from "./select.ts";

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
      spec: {
        title: {
          text: "A ReLU student over the scale τ and imbalance δ of its start",
          subtitle: [
            "Right: upstream. Low: small scale. Every map has its own colours, least to most as written.",
          ],
        },
        columns: names.length,
        spacing: 34,
        concat: steps.flatMap((step) => names.map((quantity) => mapSpec(points, quantity, step))),
        resolve: { scale: { color: "independent" } },
      },
    },
  ];
}

function mapSpec(points: readonly Point[], quantity: Quantity, step: number): object {
  const values = reaching(points, step).map((point) => ({
    tau: significant(point.scale, 2),
    order: -point.scale,
    delta: point.delta,
    value: meanOf(point, quantity, step).value,
  }));
  const ends = [Math.min, Math.max].map((pick) => significant(pick(...values.map(({ value }) => value)), 3));
  const axis = { labelAngle: 0, labelOverlap: true, ticks: false, domain: false, grid: false };
  return {
    title: {
      text: `${quantities[quantity]}, t = ${step}`,
      subtitle: `${ends[0]} to ${ends[1]}`,
      fontSize: 11.5,
      color: ink,
    },
    width: 170,
    height: 150,
    data: { values },
    mark: { type: "rect" },
    encoding: {
      x: { field: "delta", type: "ordinal", title: "δ", axis },
      y: { field: "tau", type: "ordinal", title: "τ", sort: { field: "order" }, axis },
      color: {
        field: "value",
        type: "quantitative",
        scale: { scheme: "viridis", zero: false },
        legend: null,
      },
    },
  };
}
