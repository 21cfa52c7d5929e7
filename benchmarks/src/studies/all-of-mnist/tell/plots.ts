// Loss, wrong signs and answers at examples kept apart over time, one line for each way of training.
import { distinct } from "../../../page/lists.ts";
import { linesPlot } from "../../../page/plots/lines-plot.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { percentTick, timeTick } from "../../../page/plots/ticks.ts";
import { widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { bestOfEach, type Run, runsOf } from "./runs.ts";

type Share = (point: Run["points"][number]) => number | undefined;

const shares: readonly (readonly [title: string, of: Share])[] = [
  ["loss, of ‖y‖²", ({ loss }) => loss],
  ["wrong signs in training", ({ wrong }) => wrong],
  ["wrong at examples kept apart", ({ right }) => (right === undefined ? undefined : 1 - right)],
];

export function plots({ result, params }: Told<Params>): (Plot | undefined)[] {
  const runs = runsOf(result);
  const sizes = distinct(runs.map(({ n, width }) => `${n} ${width}`));
  const last = sizes[sizes.length - 1];
  const own = bestOfEach(runs.filter(({ n, width }) => `${n} ${width}` === last));
  if (own.length === 0) return [];
  const [{ n, width }] = own;
  const panels = shares.map(([title, of]) => ({
    title,
    lines: own.map((run, k) => ({
      label: run.name,
      ...seriesLook(k),
      points: run.points.flatMap((point) => {
        const y = of(point);
        return y === undefined || !(y > 0) || !(point.seconds > 0) ? [] : [{ x: point.seconds * 1e9, y }];
      }),
    })),
  }));
  return [
    linesPlot({
      name: "over-time",
      alt: "Loss, wrong signs and errors at examples kept apart against seconds of training, one line for each way of training",
      caption:
        "Of each way the settings that ended with the least loss; the clock stands still while a run is looked at.",
      title: `n = ${n}, width ${widthLabel(width)}`,
      subtitle: [`${params.dataset}, ${params.shift}. Shares of none are left out.`],
      x: (times) => decadeScale(times, timeTick),
      y: (values) => decadeScale(values, percentTick),
      xTitle: "time of training",
      yTitle: "",
      panels: panels.filter(({ lines }) => lines.some(({ points }) => points.length > 0)),
      columns: 3,
      width: 240,
      height: 300,
      room: 190,
    }),
  ];
}
