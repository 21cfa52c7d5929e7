import type { Interval } from "@widthwise/measure";
import { exponentOf } from "../../../telling/exponent.ts";
import {
  kindOf,
  type Measured,
  networksOf,
  widestSeries,
} from "../../../telling/networks/networks-measured.ts";
import { numberOf, numberOrNaN } from "../../../telling/read-cells.ts";
import { medianOf } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

/** What is measured of laziness: two ratios before training, three changes during it. */
export const measures = {
  spectral: "κ, spectral",
  directional: "κ along ∇f",
  jacobianChange: "change of J",
  kernelDistance: "kernel distance S",
  linearisationError: "linearisation error",
} as const;
export type Measure = keyof typeof measures;

/** The kind that was measured at most widths, by parametrisation. */
export function byParametrisation(result: StudyResult) {
  const series = widestSeries(networksOf(result));
  return [...Map.groupBy(series, ({ parametrisation }) => parametrisation)].map(
    ([parametrisation, networks]) => ({ parametrisation, networks }),
  );
}

/** Networks that differ from the widest series in depth alone, at the width where most depths are. */
export function byDepth(result: StudyResult): Measured[] {
  const [base] = widestSeries(networksOf(result));
  if (base === undefined) return [];
  const alike = networksOf(result).filter(
    ({ architecture, task, activation }) =>
      architecture === base.architecture && task === base.task && activation === base.activation,
  );
  const widths = [...Map.groupBy(alike, ({ width }) => width).values()];
  const depths = (own: readonly Measured[]) => new Set(own.map(({ depth }) => depth)).size;
  const [most = []] = widths.sort((a, b) => depths(b) - depths(a));
  return depths(most) > 1 ? most : [];
}

/** Everything that is not of the widest series: other depths, activations, architectures and tasks. */
export function otherKinds(result: StudyResult): Measured[] {
  const networks = networksOf(result);
  const series = widestSeries(networks);
  return networks.filter((network) => !series.includes(network));
}

/** Exponent in the width over all seeds of networks that differ in width alone. */
export function widthExponent(networks: readonly Measured[], measure: Measure): Interval | undefined {
  return exponentOf(
    networks.flatMap(({ width, cells }) =>
      cells.flatMap((cell) => {
        const one = medianOf({ ...networks[0], cells: [cell] }, measure);
        return one === undefined ? [] : [{ x: width, y: one.value }];
      }),
    ),
  );
}

/** Of all runs, network minus linearisation in accuracy on unseen examples, with how far the kernel moved. */
export function accuracyGaps(result: StudyResult) {
  return networksOf(result).flatMap((network) =>
    network.cells.map((cell) => ({
      network,
      moved: numberOrNaN(cell, "kernelDistance"),
      gap: (numberOf(cell, "testAccuracy") ?? 0) - (numberOf(cell, "linearTestAccuracy") ?? 0),
    })),
  );
}

export { kindOf, medianOf };
