import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

interface Part<Name extends string> extends Job {
  readonly part: Name;
}

/** Figs 2 and 3: alignment, magnitude and kernel distance over time. */
export interface FlowJob extends Part<"flow"> {
  readonly delta: number;
  readonly until: number;
  readonly points: number;
}

/** Fig. 4(b): which interpolator. */
export interface InterpolatorJob extends Part<"interpolator"> {
  readonly delta: number;
  readonly points: number;
}

/** Fig. 7: on both sides of the surface that separates the basins. */
export interface BasinJob extends Part<"basin"> {
  readonly delta: number;
  readonly offset: number;
  readonly points: number;
}

/** Fig. 8: paths in the space of functions. */
export interface PathJob extends Part<"path"> {
  readonly delta: number;
  readonly from: readonly [number, number];
  readonly until: number;
  readonly points: number;
}

/** Random initial states, exact against integrated. */
export interface RandomJob extends Part<"random"> {
  readonly batch: number;
  readonly cases: number;
}

/** Time from φ = 0.1 to φ = 0.9. */
export interface AlignmentJob extends Part<"alignment"> {
  readonly delta: number;
}

/** The same δ through learning rates and through scale. */
export interface RatesJob extends Part<"rates"> {
  readonly delta: number;
}

/** Which layer's rate stands where in the tangent kernel. */
export interface KernelJob extends Part<"kernel"> {
  readonly cases: number;
}

/** Inputs that are not whitened. */
export interface ConditionJob extends Part<"condition"> {
  readonly delta: number;
  readonly condition: number;
}

export type MinimalJob =
  | FlowJob
  | InterpolatorJob
  | BasinJob
  | PathJob
  | RandomJob
  | AlignmentJob
  | RatesJob
  | KernelJob
  | ConditionJob;

/** Fig. 7's imbalances and distance from the surface. */
const BASIN_DELTAS = [0, -2, -10];
const BASIN_OFFSETS = [1e-3, -1e-3];
/** Directions of Fig. 8's β₀. */
const STARTS = [
  [0, -1],
  [0.5, -0.5],
  [0.5, 0.5],
] as const;
const BALANCES = [-2, 0, 2];

export function jobsOf({ figure3, figure8, points, random, alignment, conditions }: Params): MinimalJob[] {
  const named = <J extends MinimalJob>(
    algorithm: string,
    params: Record<string, number | string>,
    own: Omit<J, "cell">,
  ) => ({ ...own, cell: { algorithm, d: 2, params: { part: own.part, ...params } } }) as unknown as J;
  const cases = Math.ceil(random.cases / random.batches);
  return [
    ...figure3.deltas.map((delta) =>
      named<FlowJob>("exact-flow", { delta }, { part: "flow", delta, until: figure3.until, points }),
    ),
    ...figure3.deltas.map((delta) =>
      named<InterpolatorJob>("interpolator", { delta }, { part: "interpolator", delta, points }),
    ),
    ...BASIN_DELTAS.flatMap((delta) =>
      BASIN_OFFSETS.map((offset) =>
        named<BasinJob>("exact-flow", { delta, offset }, { part: "basin", delta, offset, points }),
      ),
    ),
    ...figure8.deltas.flatMap((delta) =>
      STARTS.map((from) =>
        named<PathJob>(
          "exact-flow",
          { delta, from: from.join(" ") },
          { part: "path", delta, from, until: figure8.until, points },
        ),
      ),
    ),
    ...Array.from({ length: random.batches }, (_, batch) =>
      named<RandomJob>("exact-flow", { batch }, { part: "random", batch, cases, cost: cases / 1000 }),
    ),
    ...alignment.deltas.map((delta) =>
      named<AlignmentJob>("exact-flow", { delta }, { part: "alignment", delta }),
    ),
    ...figure3.deltas.map((delta) => named<RatesJob>("exact-flow", { delta }, { part: "rates", delta })),
    named<KernelJob>("exact-flow", { cases }, { part: "kernel", cases }),
    ...conditions.flatMap((condition) =>
      BALANCES.map((delta) =>
        named<ConditionJob>("integrated-flow", { delta, condition }, { part: "condition", delta, condition }),
      ),
    ),
  ];
}
