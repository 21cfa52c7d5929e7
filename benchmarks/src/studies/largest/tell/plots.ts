// Memory against the width and against n beside the law, and the live share that decides it.
import { linesPlot, type Named } from "../../../page/plots/lines-plot.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { bytesTick } from "../../../page/plots/ticks.ts";
import { percent, widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { byInputs, byWidth, type Size, sizesOf } from "./sizes.ts";

const size = { width: 420, height: 260, room: 110 };
const subtitle = ["Points: added to the process by training. Pale: law, from the live neurons."];

/** Holds measured and law; powers of two, since memory has no decades. */
const memoryScale = (sizes: readonly Size[]) =>
  widthScale(
    sizes.flatMap(({ addedBytes, lawBytes }) => [addedBytes, lawBytes]),
    7,
    bytesTick,
  );

/** Measured points on the law's pale line. */
const memoryLine = (sizes: readonly Size[], along: "n" | "width"): Named => ({
  label: "added by training",
  joined: false,
  points: sizes.map((one) => ({ x: one[along], y: one.addedBytes })),
  fit: sizes.map((one) => ({ x: one[along], y: one.lawBytes })),
});

export function plots({ result, params }: Told<Params>): (Plot | undefined)[] {
  const sizes = sizesOf(result);
  return [widthPlot(byWidth(sizes), params), inputsPlot(byInputs(sizes), params)];
}

function widthPlot(sizes: readonly Size[], { dataset, shift }: Params): Plot | undefined {
  if (sizes.length < 2) return undefined;
  return linesPlot({
    ...size,
    name: "memory-by-width",
    alt: "Memory that training adds against width, beside the law of its state",
    caption: "How wide: memory follows the live neurons.",
    title: `Memory against width, ${dataset}, n = ${sizes[0].n}, ${shift}`,
    subtitle,
    x: widthScale,
    y: memoryScale(sizes),
    xTitle: "width m (neurons)",
    yTitle: "memory",
    panels: [{ title: null, lines: [memoryLine(sizes, "width")] }],
  });
}

function inputsPlot(sizes: readonly Size[], { dataset, shift }: Params): Plot | undefined {
  if (sizes.length < 2) return undefined;
  const live = sizes.map((one) => ({ x: one.n, y: one.live / one.width }));
  return linesPlot({
    ...size,
    name: "memory-by-inputs",
    alt: "Memory that training adds, and share of live neurons, against the number of inputs",
    caption: "How many inputs: the live share grows until every neuron is live.",
    title: `Memory against inputs, ${dataset}, width ${widthLabel(sizes[0].width)}, ${shift}`,
    subtitle,
    x: (ns) => widthScale(ns, 7, String),
    y: memoryScale(sizes),
    xTitle: "n (inputs)",
    yTitle: "",
    panels: [
      { title: "memory", lines: [memoryLine(sizes, "n")] },
      {
        title: "live neurons",
        lines: [{ label: "live", ...seriesLook(1), points: live }],
        y: decadeScale(
          live.map(({ y }) => y),
          percent,
        ),
      },
    ],
    columns: 2,
    width: 280,
  });
}
