// The measured part of a result, from the journal of a run in paired rounds.
import { wideBackends } from "@widthwise/backends";
import { normalTail } from "@widthwise/core";
import {
  type Cell,
  largest,
  leastForInterval,
  leastProcesses,
  type Machine,
  median,
  type Result,
  roundValue,
  scheduleStream,
  summarise,
  type Timing,
  timeRatio,
} from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import { derivedOf } from "../derive.ts";
import { meanLoad } from "./attempts.ts";
import { cellOfSpec } from "./cell-of-spec.ts";
import { type Counted, collectionShare, countedVisits, dispatchOf } from "./counted.ts";
import type { Sampled } from "./events.ts";
import type { Journal } from "./journal.ts";
import type { RunPlan } from "./run-plan.ts";
import { type CellSpec, idOf } from "./spec.ts";

type Peaks = NonNullable<Machine["peaks"]>;
/** A dense step below this share of the best product rate that any backend reached in the run is no baseline to boast against. */
const SLOW_BASELINE = 0.5;

/** Everything that a run found, as the measured part of its result. */
export function assemble(
  plan: RunPlan,
  journal: Journal,
  peaks: Peaks | undefined,
  gemmRates: ReadonlyMap<string, number>,
): Pick<Result, "backends" | "cells" | "controls" | "fits" | "crossovers"> {
  const bestProduct = gemmRates.size > 0 ? largest(gemmRates.values()) : undefined;
  const found: Findings = { plan, journal, peaks, bestProduct, counted: countedVisits(plan, journal) };
  const toCell = (spec: CellSpec) => cellOf(spec, found);
  const [empty, real] = [true, false].map((noop) =>
    plan.cells.filter(({ kind }) => (kind === "noop") === noop).map(toCell),
  );
  const noops = empty.flatMap(({ backend, timing }) =>
    timing ? [{ backend, medianNs: timing.median }] : [],
  );
  const noopNs = new Map(noops.map(({ backend, medianNs }) => [backend, medianNs]));
  const cells = real.map((cell) => refuseEmpty(cell, noopNs.get(cell.backend)));
  const key = { seed: plan.seed, stream: scheduleStream };
  return {
    backends: journal.backends.flatMap((info) => {
      if ("missing" in info) return [];
      const gemmFlopsPerSecond = gemmRates.get(info.name);
      return [{ ...info, ...(gemmFlopsPerSecond === undefined ? {} : { gemmFlopsPerSecond }) }];
    }),
    cells,
    controls: {
      noop: noops,
      aa: plan.twins.flatMap((twin) => {
        const [one, other] = [{ ...twin, twin: false }, twin].map((spec) => timingOf(spec, found));
        if (one === undefined || other === undefined) return [];
        const { algorithm, backend, width } = twin;
        const { kind, ...ratio } = timeRatio(one, other, { key, resamples: 2000 });
        return [{ algorithm, backend, width, ratio, kind }];
      }),
    },
    ...derivedOf(cells, plan),
  };
}

/** A step that costs hardly more than an empty one did not happen: an optimiser removed it. */
function refuseEmpty(cell: Cell, noopNs: number | undefined): Cell {
  if (noopNs === undefined || cell.timing === undefined || cell.timing.median >= 2 * noopNs) return cell;
  const { timing, rate: _, ...rest } = cell;
  return {
    ...rest,
    status: "invalid",
    reason: `took ${timing.median} ns where an empty step takes ${noopNs}: the work was optimised away`,
  };
}

interface Findings {
  readonly plan: RunPlan;
  readonly journal: Journal;
  readonly peaks: Peaks | undefined;
  /** flops per second */
  readonly bestProduct: number | undefined;
  readonly counted: ReadonlyMap<string, Counted>;
}

function cellOf(spec: CellSpec, found: Findings): Cell {
  const { n, width } = spec;
  const { plan, journal } = found;
  const id = idOf(spec);
  const cell = cellOfSpec(spec, journal.backend(spec.backend));
  if (cell.status !== "ok") return cell;
  const first = journal.prepared(0, id);
  if (first === undefined || journal.backend(spec.backend) === undefined)
    return { ...cell, status: "error", reason: journal.failure(id) ?? "was not reached" };
  const { status, reason, check, counters, measures, fired } = first;
  Object.assign(cell, {
    status,
    ...(reason && { reason }),
    ...(check && { check }),
    ...(counters && { counters }),
  });
  if (status !== "ok") return cell;
  if (measures !== undefined) cell.measures = { ...measures };
  if (fired !== undefined && plan.data)
    cell.firing = { fraction: fired / (n * width), theory: normalTail(shiftOf(plan.data.shift)(width)) };
  if (plan.rounds === 0) return cell;
  const inits = journal.preparations(id).flatMap(({ initNs }) => initNs ?? []);
  if (inits.length > 0) cell.initNs = median(inits);
  return timed(cell, spec, found);
}

/** The cell with its time, or with the reason why there is none. */
function timed(cell: Cell, spec: CellSpec, found: Findings): Cell {
  const { journal, counted } = found;
  const id = idOf(spec);
  const { visits = [], missing = 0 } = counted.get(id) ?? {};
  const planned = visits.length + missing;
  const why = journal.failure(id) ?? "the run ended before";
  const reason = `${visits.length} of ${planned} rounds gave a sample: ${why}`;
  if (missing > 0 && !isEnough(visits)) return { ...cell, status: "error", reason };
  const timing = timingOf(spec, found);
  if (timing === undefined)
    return { ...cell, status: "skipped", reason: journal.late(id) ?? "has no rounds" };
  if (missing > 0) timing.notes.push("short");
  if (algorithms[spec.algorithm]?.approximate) timing.notes.push("approximate");
  return rated({ ...cell, ...(missing > 0 && { reason }), timing }, spec, visits, found);
}

/** For an interval, by rounds or between processes. */
const isEnough = (visits: readonly Sampled[]): boolean =>
  visits.length >= leastForInterval || new Set(visits.map(({ process }) => process)).size >= leastProcesses;

/** Of the visits that count; undefined where there are none. */
function timingOf(spec: CellSpec, { journal, counted }: Findings): Timing | undefined {
  const id = idOf(spec);
  const { visits, turn, attempts } = counted.get(id) ?? {};
  if (visits === undefined || visits.length === 0) return undefined;
  const { innerIterations = 1, repeats = 1, floorNs } = journal.prepared(0, id) ?? {};
  const load = meanLoad(visits);
  return summarise({
    samples: visits.map(({ rawNs }) => roundValue(rawNs)),
    rounds: visits.map(({ round }) => round),
    processes: visits.map(({ process }) => process),
    turn,
    attempts,
    load: load === undefined ? null : Math.max(0, load),
    collections: collectionShare(visits),
    innerIterations,
    repeats,
    floorNs,
    dispatchNs: dispatchOf(visits),
  });
}

/** The cell with the rate of its work, where its work is multiply-adds. */
function rated(
  cell: Cell & { timing: Timing },
  { kind, algorithm }: CellSpec,
  visits: readonly Sampled[],
  { peaks, bestProduct }: Findings,
): Cell {
  const { timing, counters } = cell;
  // a search is bound by latency and branches: its multiply-adds per second say nothing
  if (counters === undefined || counters.macs === 0 || kind === "structures") return cell;
  const { macs, bytesRead, bytesWritten } = counters;
  const flopsPerSecond = (2 * macs) / (timing.median / 1e9);
  cell.rate = { flopsPerSecond };
  // native code may use wider vectors than WebAssembly has: of a peak that it can pass it is given no share
  const peak = wideBackends.has(cell.backend) ? peaks?.widest?.flopsPerSecond : peaks?.fmaFlopsPerSecond;
  if (peaks !== undefined && peak !== undefined) {
    const compute = peak * cell.threads;
    // products are held against the arithmetic peak alone; a step against the roofline of its own traffic
    const memory =
      kind === "training" ? (peaks.triadBytesPerSecond * 2 * macs) / (bytesRead + bytesWritten) : compute;
    // the peak of the same moment, where it was probed in every round, by 128-bit vectors
    const ofPeaks = visits.flatMap(({ rawNs, fmaFlopsPerSecond: probed }) =>
      probed === undefined
        ? []
        : [(2 * macs) / (roundValue(rawNs) / 1e9) / (compute * (probed / peaks.fmaFlopsPerSecond))],
    );
    cell.rate.ofPeak = ofPeaks.length > 0 ? median(ofPeaks) : flopsPerSecond / Math.min(compute, memory);
  }
  if (
    algorithms[algorithm]?.dense &&
    bestProduct !== undefined &&
    flopsPerSecond < SLOW_BASELINE * bestProduct
  )
    timing.notes.push("slow-baseline");
  return cell;
}
