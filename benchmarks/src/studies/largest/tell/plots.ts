import { type Line, type Panel, panelsSpec } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { bytesTick } from "../../../page/plots/ticks.ts";
import { percent, widthLabel } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { byInputs } from "./answers.ts";
import { paramsOf, type Size, sizesOf, wholeOf } from "./rows.ts";

const size = { columns: 1, width: 420, height: 260, room: 110 };

export function plots(result: StudyResult): Plot[] {
  return [widthPlot(result), inputsPlot(result)].filter((plot) => plot !== undefined);
}

/** Powers of two: memory has no decades. */
const memoryScale = (values: readonly number[]) => widthScale([...values], 7, bytesTick);

/** Measured points on the law's pale line. */
function memoryLine(own: readonly Size[], x: (one: Size) => number): Line {
  return {
    label: "added by training",
    ...seriesLook(0),
    joined: false,
    points: own.map((one) => ({ x: x(one), y: one.addedBytes })),
    fit: own.map((one) => ({ x: x(one), y: one.lawBytes })),
  };
}

const heights = (panel: Panel) =>
  panel.lines.flatMap(({ points, fit = [] }) => [...points, ...fit].map(({ y }) => y));

/** Memory against width, at the n that has most widths. */
function widthPlot(result: StudyResult): Plot | undefined {
  const groups = [...Map.groupBy(wholeOf(sizesOf(result)), ({ n }) => n).values()];
  const own = groups.sort((a, b) => b.length - a.length)[0] ?? [];
  if (own.length < 2) return undefined;
  const { dataset, shift } = paramsOf(result);
  const panel: Panel = { title: null, lines: [memoryLine(own, ({ width }) => width)] };
  return {
    name: "memory-by-width",
    alt: "Memory that training adds against width, beside the law of its state",
    caption: "How wide: memory follows the live neurons.",
    spec: panelsSpec({
      title: `Memory against width, ${dataset}, n = ${own[0].n}, ${shift}`,
      subtitle: ["Points: added to the process by training. Pale: law, from the live neurons."],
      x: widthScale(own.map(({ width }) => width)),
      y: memoryScale(heights(panel)),
      xTitle: "width m (neurons)",
      yTitle: "memory",
      panels: [panel],
      ...size,
    }),
  };
}

/** Memory and live share against n, at the width that has most n. */
function inputsPlot(result: StudyResult): Plot | undefined {
  const own = byInputs(sizesOf(result));
  if (own.length < 2) return undefined;
  const memory: Panel = { title: "memory", lines: [memoryLine(own, ({ n }) => n)] };
  const live: Panel = {
    title: "live neurons",
    lines: [
      { label: "live", ...seriesLook(1), points: own.map((one) => ({ x: one.n, y: one.live / one.width })) },
    ],
  };
  const { dataset, shift } = paramsOf(result);
  return {
    name: "memory-by-inputs",
    alt: "Memory that training adds, and share of live neurons, against the number of inputs",
    caption: "How many inputs: the live share grows until every neuron is live.",
    spec: panelsSpec({
      title: `Memory against inputs, ${dataset}, width ${widthLabel(own[0].width)}, ${shift}`,
      subtitle: ["Points: added to the process by training. Pale: law, from the live neurons."],
      x: widthScale(
        own.map(({ n }) => n),
        7,
        String,
      ),
      y: memoryScale(heights(memory)),
      xTitle: "n (inputs)",
      yTitle: "",
      panels: [memory, { ...live, y: decadeScale(heights(live), percent) }],
      ...size,
      columns: 2,
      width: 280,
    }),
  };
}
