// Networks of a result by what they differ in: the width, the depth, or everything else.
import type { Interval } from "@widthwise/measure";
import { exponentOf } from "../../../telling/exponent.ts";
import { type Measured, networksOf, widestSeries } from "../../../telling/networks/networks-measured.ts";
import { numberOrNaN } from "../../../telling/read-cells.ts";
import { medianOf } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

/** What is measured of laziness: two ratios before training, three changes during it. */
const measures = {
  spectral: "κ, spectral",
  directional: "κ along ∇f",
  jacobianChange: "change of J",
  kernelDistance: "kernel distance S",
  linearisationError: "linearisation error",
} as const;
type Measure = keyof typeof measures;
export const names = Object.entries(measures) as [Measure, string][];

/** Networks of one parametrisation, ascending in what they differ in. */
export interface Series {
  readonly parametrisation: string;
  readonly networks: readonly Measured[];
}

export const seriesOf = (networks: readonly Measured[]): Series[] =>
  [...Map.groupBy(networks, ({ parametrisation }) => parametrisation)].map(([parametrisation, own]) => ({
    parametrisation,
    networks: own,
  }));

/** The kind that was measured at most widths, by parametrisation. */
export const byWidth = ({ result }: Told<Params>): Series[] => seriesOf(widestSeries(networksOf(result)));

/** Those that were measured at several. */
export const overWidths = (told: Told<Params>): Series[] =>
  byWidth(told).filter(({ networks }) => networks.length > 1);

export const widestOf = ({ networks }: Series): Measured => networks[networks.length - 1];

/** Networks that differ from the widest series in depth alone, at the width where most depths are. */
export function byDepth({ result }: Told<Params>): Measured[] {
  const networks = networksOf(result);
  const [base] = widestSeries(networks);
  if (base === undefined) return [];
  const alike = networks.filter(
    ({ architecture, task, activation }) =>
      architecture === base.architecture && task === base.task && activation === base.activation,
  );
  const widths = [...Map.groupBy(alike, ({ width }) => width).values()];
  const depths = (own: readonly Measured[]) => new Set(own.map(({ depth }) => depth)).size;
  const [most = []] = widths.sort((a, b) => depths(b) - depths(a));
  return depths(most) > 1 ? most : [];
}

/** Everything that is not of the widest series: other depths, activations, architectures and tasks. */
export function otherKinds({ result }: Told<Params>): Measured[] {
  const networks = networksOf(result);
  const series = widestSeries(networks);
  return networks.filter((network) => !series.includes(network));
}

/** Exponent in the width over all seeds of networks that differ in width alone. */
export function widthExponent({ networks }: Series, measure: Measure): Interval | undefined {
  return exponentOf(
    networks.flatMap(({ width, cells }) =>
      cells.flatMap((cell) => {
        const one = medianOf({ cells: [cell] }, measure);
        return one === undefined ? [] : [{ x: width, y: one.value }];
      }),
    ),
  );
}

/** Of all runs, network minus linearisation in accuracy on unseen examples, with how far the kernel moved. */
export const accuracyGaps = ({ result }: Told<Params>) =>
  networksOf(result).flatMap(({ cells }) =>
    cells.map((cell) => ({
      moved: numberOrNaN(cell, "kernelDistance"),
      gap: numberOrNaN(cell, "testAccuracy") - numberOrNaN(cell, "linearTestAccuracy"),
    })),
  );
