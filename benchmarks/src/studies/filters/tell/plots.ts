// Smoothness of the first filters against α, and how far LeNet moves against steps.
import { largest, smallest } from "@widthwise/measure";
import { intervalAt, linesPlot } from "../../../page/plots/lines-plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { isThere, significant } from "../../../page/units.ts";
import type { Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { printed } from "./printed.ts";
import { names, runsOf, spreadAt, stepsOf } from "./rows.ts";

const short = (value: number) => significant(value, 3);

export function plots(told: Told<Params>) {
  return [roughnessPlot(runsOf(told, "cnn")), distancePlot(runsOf(told, "lenet"))];
}

/** Fig. 6(b). */
function roughnessPlot(runs: readonly Runs[]) {
  if (runs.length === 0) return undefined;
  const at = (look: number) =>
    runs.map((one) => {
      const { value, lo, hi } = spreadAt(one, "roughness", look);
      return intervalAt(one.at, { value: -value, lo: -hi, hi: -lo });
    });
  const lines = [
    { label: "start", ...seriesLook(3), points: at(0) },
    { label: "trained", ...seriesLook(0), points: at(-1) },
    {
      label: "paper",
      ...seriesLook(1),
      points: printed.map(({ alpha, roughness }) => ({ x: alpha, y: -roughness })),
    },
  ];
  return linesPlot({
    name: "filters-smoothness",
    alt: "Smoothness of the first filters against the relative scale α, at the start, trained and in the paper",
    caption: "Fig. 6(b): −‖ŵ ∗ Δ‖², nearer 0 is smoother; bars from the least to the most seed.",
    title: "Upstream starts give smoother first filters",
    subtitle: ["The paper's network and data are larger: the order in α compares."],
    x: (xs) => decadeScale(xs, short),
    y: linearScale(smallest(lines.flatMap(({ points }) => points.map(({ y }) => y)).filter(isThere)), 0),
    xTitle: "relative scale α",
    yTitle: "smoothness",
    panels: [{ title: null, lines }],
    width: 420,
    height: 280,
    room: 80,
  });
}

const quantities = ["kernelDistance", "hamming", "parameterDistance", "testAccuracy"] as const;

/** Fig. 6(a), an axis at a time. */
const distancePlot = (runs: readonly Runs[]) =>
  linesPlot({
    name: "filters-distances",
    alt: "Kernel, Hamming and parameter distance of LeNet from its start, and its accuracy, against steps, a line for every relative scale α",
    caption: "Fig. 6(a): mean over seeds.",
    title: "How far LeNet moves from its start",
    subtitle: ["Large α: upstream, small first layer and large readout."],
    x: (xs) => decadeScale(xs, short),
    xTitle: "steps",
    yTitle: "",
    panels: quantities.map((quantity) => ({
      title: names[quantity],
      lines: runs.map((one) => ({
        label: `α = ${one.at}`,
        points: stepsOf(one).flatMap((step, look) =>
          step === 0 ? [] : [{ x: step, y: spreadAt(one, quantity, look).value }],
        ),
      })),
      y: (ys) => linearScale(0, largest(ys)),
      yTitle: names[quantity],
    })),
    columns: 2,
    width: 300,
    height: 220,
    room: 80,
  });
