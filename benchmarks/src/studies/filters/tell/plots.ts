import { type Line, panelsSpec, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { significant } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { printed } from "./printed.ts";
import { type Group, groupsOf, type Quantity, spreadAt, stepsOf } from "./rows.ts";

const short = (value: number) => significant(value, 3);

export function plots(result: StudyResult): Plot[] {
  return [roughnessPlot(groupsOf(result, "cnn")), distancePlot(groupsOf(result, "lenet"))].filter(
    (plot) => plot !== undefined,
  );
}

/** Fig. 6(b). */
function roughnessPlot(groups: readonly Group[]): Plot | undefined {
  if (groups.length === 0) return undefined;
  const at = (look: number) =>
    groups.map((group) => {
      const { value, lo, hi } = spreadAt(group, "roughness", look);
      return { x: group.alpha, y: -value, lo: -hi, hi: -lo };
    });
  const lines: Line[] = [
    { label: "start", ...seriesLook(3), points: at(0) },
    { label: "trained", ...seriesLook(0), points: at(-1) },
    {
      label: "paper",
      ...seriesLook(1),
      points: printed.map(({ alpha, roughness }) => ({ x: alpha, y: -roughness })),
    },
  ];
  const points = lines.flatMap((line) => line.points);
  return {
    name: "filters-smoothness",
    alt: "Smoothness of the first filters against the relative scale α, at the start, trained and in the paper",
    caption: "Fig. 6(b): −‖ŵ ∗ Δ‖², nearer 0 is smoother; bars from the least to the most seed.",
    spec: panelsSpec({
      title: "Upstream starts give smoother first filters",
      subtitle: ["The paper's network and data are larger: the order in α compares."],
      x: decadeScale(
        points.map(({ x }) => x),
        short,
      ),
      y: linearScale(Math.min(...points.map(({ y }) => y)), 0),
      xTitle: "relative scale α",
      yTitle: "smoothness",
      panels: [{ title: null, lines }],
      columns: 1,
      width: 420,
      height: 280,
      room: 80,
    }),
  };
}

/** Fig. 6(a), an axis at a time. */
function distancePlot(groups: readonly Group[]): Plot | undefined {
  if (groups.length === 0) return undefined;
  const quantities: [Quantity, string][] = [
    ["kernelDistance", "kernel distance S"],
    ["hamming", "share of signs turned"],
    ["parameterDistance", "parameter distance"],
    ["testAccuracy", "test accuracy"],
  ];
  const panels = quantities.map(([quantity, title]) => {
    const lines = groups.map(
      (group, k): Line => ({
        label: `α = ${group.alpha}`,
        ...seriesLook(k),
        points: stepsOf(group).flatMap((step, look) =>
          step === 0 ? [] : [{ x: step, y: spreadAt(group, quantity, look).value }],
        ),
      }),
    );
    const most = Math.max(...ysOf([{ lines }]));
    return { title, lines, y: linearScale(0, most), yTitle: title };
  });
  const steps = groups.flatMap((group) => stepsOf(group).filter((step) => step > 0));
  return {
    name: "filters-distances",
    alt: "Kernel, Hamming and parameter distance of LeNet from its start, and its accuracy, against steps, a line for every relative scale α",
    caption: "Fig. 6(a): mean over seeds.",
    spec: panelsSpec({
      title: "How far LeNet moves from its start",
      subtitle: ["Large α: upstream, small first layer and large readout."],
      x: decadeScale(steps, short),
      y: linearScale(0, 1),
      xTitle: "steps",
      yTitle: "",
      panels,
      columns: 2,
      width: 300,
      height: 220,
      room: 80,
    }),
  };
}
