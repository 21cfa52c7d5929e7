// The measured part of a result, from the journal of a run in paired rounds.
import { normalTail } from "@widthwise/core";
import {
  type Cell,
  leastForInterval,
  type Machine,
  median,
  pairedRatio,
  type Result,
  roundValue,
  scheduleStream,
  summarise,
  type Timing,
} from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import { derivedOf } from "../derive.ts";
import { cellOfSpec } from "./cell-of-spec.ts";
import type { Prepared, Sampled } from "./events.ts";
import type { Journal } from "./journal.ts";
import { openVisits, phasesOf } from "./phases.ts";
import type { RunPlan } from "./run-plan.ts";
import { type CellSpec, idOf } from "./spec.ts";

type Peaks = NonNullable<Machine["peaks"]>;
/** A dense step below this share of the backend's own product rate is no baseline to boast against. */
const SLOW_BASELINE = 0.5;

/** Everything that a run found, as the measured part of its result. */
export function assemble(
  plan: RunPlan,
  journal: Journal,
  peaks: Peaks | undefined,
  gemmRates: ReadonlyMap<string, number>,
): Pick<Result, "backends" | "cells" | "controls" | "fits" | "crossovers"> {
  const found: Findings = { plan, journal, peaks, gemmRates, missing: missingVisits(plan, journal) };
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
        const one = journal.samples(idOf({ ...twin, twin: false }));
        const other = new Map(journal.samples(idOf(twin)).map((event) => [event.round, event]));
        const pairs = one.filter(({ round }) => other.has(round));
        if (pairs.length === 0) return [];
        const ratio = pairedRatio(
          pairs.map(({ rawNs }) => roundValue(rawNs)),
          pairs.map(({ round }) => roundValue(other.get(round)?.rawNs ?? [])),
          { key, resamples: 2000 },
        );
        return [{ algorithm: twin.algorithm, backend: twin.backend, width: twin.width, ratio }];
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
  readonly gemmRates: ReadonlyMap<string, number>;
  /** visits that were planned and not made, by the cell's name */
  readonly missing: ReadonlyMap<string, number>;
}

function missingVisits(plan: RunPlan, journal: Journal): ReadonlyMap<string, number> {
  const missing = new Map<string, number>();
  for (const phase of phasesOf(plan))
    for (const cell of phase.cells) {
      const id = idOf(cell);
      missing.set(id, (missing.get(id) ?? 0) + openVisits(phase, cell, journal));
    }
  return missing;
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
  return timed(cell, spec, first, found);
}

/** The cell with its time, or with the reason why there is none. */
function timed(cell: Cell, spec: CellSpec, first: Prepared, found: Findings): Cell {
  const { journal, missing } = found;
  const id = idOf(spec);
  const visits = journal.samples(id);
  const short = missing.get(id) ?? 0;
  const planned = visits.length + short;
  const why = journal.failure(id) ?? "the run ended before";
  const reason = `${visits.length} of ${planned} rounds gave a sample: ${why}`;
  if (visits.length < Math.min(planned, leastForInterval)) return { ...cell, status: "error", reason };
  if (visits.length === 0) return { ...cell, status: "skipped", reason: journal.late(id) ?? "has no rounds" };
  const dispatches = visits.flatMap(({ dispatchNs }) => dispatchNs ?? []);
  const notes = [
    ...(short > 0 ? ["short"] : []),
    ...(algorithms[spec.algorithm]?.approximate ? ["approximate"] : []),
  ];
  const timing = summarise({
    samples: visits.map(({ rawNs }) => roundValue(rawNs)),
    rounds: visits.map(({ round }) => round),
    innerIterations: first.innerIterations ?? 1,
    repeats: first.repeats ?? 1,
    ...(first.floorNs === undefined ? {} : { floorNs: first.floorNs }),
    ...(dispatches.length > 0 ? { dispatchNs: median(dispatches) } : {}),
  });
  timing.notes.push(...notes);
  return rated({ ...cell, ...(short > 0 && { reason }), timing }, spec, visits, found);
}

/** The cell with the rate of its work, where its work is multiply-adds. */
function rated(
  cell: Cell & { timing: Timing },
  { kind, algorithm, backend }: CellSpec,
  visits: readonly Sampled[],
  { peaks, gemmRates }: Findings,
): Cell {
  const { timing, counters } = cell;
  // a search is bound by latency and branches: its multiply-adds per second say nothing
  if (counters === undefined || counters.macs === 0 || kind === "structures") return cell;
  const { macs, bytesRead, bytesWritten } = counters;
  const flopsPerSecond = (2 * macs) / (timing.median / 1e9);
  cell.rate = { flopsPerSecond };
  if (peaks !== undefined) {
    const compute = peaks.fmaFlopsPerSecond * cell.threads;
    // products are held against the arithmetic peak alone; a step against the roofline of its own traffic
    const memory =
      kind === "training" ? (peaks.triadBytesPerSecond * 2 * macs) / (bytesRead + bytesWritten) : compute;
    // the peak of the same moment, where it was probed in every round
    const ofPeaks = visits.flatMap(({ rawNs, fmaFlopsPerSecond: peak }) =>
      peak === undefined ? [] : [(2 * macs) / (roundValue(rawNs) / 1e9) / (peak * cell.threads)],
    );
    cell.rate.ofPeak = ofPeaks.length > 0 ? median(ofPeaks) : flopsPerSecond / Math.min(compute, memory);
  }
  const gemm = gemmRates.get(backend);
  if (algorithms[algorithm]?.dense && gemm !== undefined && flopsPerSecond < SLOW_BASELINE * gemm)
    timing.notes.push("slow-baseline");
  return cell;
}
