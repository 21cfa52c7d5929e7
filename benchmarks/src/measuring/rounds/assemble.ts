// The measured part of a result, from the journal of a run in paired rounds.
import type { BackendInfo } from "@widthwise/backends";
import { normalTail } from "@widthwise/core";
import {
  type Cell,
  type Machine,
  median,
  pairedRatio,
  type Result,
  roundValue,
  scheduleStream,
  summarise,
} from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import { derivedOf } from "../derive.ts";
import type { Event, Journal } from "./journal.ts";
import type { RunPlan } from "./measure-suite.ts";
import { type CellSpec, idOf } from "./spec.ts";

type Peaks = NonNullable<Machine["peaks"]>;
type Sampled = Extract<Event, { kind: "sampled" }>;

/** A dense step below this share of the backend's own product rate is no baseline to boast against. */
const SLOW_BASELINE = 0.5;

/** Everything that a run found, as the measured part of its result. */
export function assemble(
  plan: RunPlan,
  journal: Journal,
  peaks: Peaks | undefined,
  gemmRates: ReadonlyMap<string, number>,
): Pick<Result, "backends" | "cells" | "controls" | "fits" | "crossovers"> {
  const infos = new Map<string, BackendInfo | { missing: string; remedy: string }>();
  for (const event of journal.events) if (event.kind === "backend") infos.set(event.name, event.info);
  const samples = new Map<string, Sampled[]>();
  for (const event of journal.events)
    if (event.kind === "sampled") samples.set(event.id, [...(samples.get(event.id) ?? []), event]);
  for (const each of samples.values()) each.sort((a, b) => a.round - b.round);

  const toCell = (spec: CellSpec) =>
    cellOf(spec, plan, journal, infos.get(spec.backend), samples, peaks, gemmRates);
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
    backends: [...infos.values()].flatMap((info) => {
      if ("missing" in info) return [];
      const gemmFlopsPerSecond = gemmRates.get(info.name);
      return [{ ...info, ...(gemmFlopsPerSecond === undefined ? {} : { gemmFlopsPerSecond }) }];
    }),
    cells,
    controls: {
      noop: noops,
      aa: plan.twins.flatMap((twin) => {
        const one = samples.get(idOf({ ...twin, twin: false })) ?? [];
        const other = new Map((samples.get(idOf(twin)) ?? []).map((event) => [event.round, event]));
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

function cellOf(
  spec: CellSpec,
  plan: RunPlan,
  journal: Journal,
  info: BackendInfo | { missing: string; remedy: string } | undefined,
  samples: ReadonlyMap<string, Sampled[]>,
  peaks: Peaks | undefined,
  gemmRates: ReadonlyMap<string, number>,
): Cell {
  const { algorithm, backend, n, d, width } = spec;
  const id = idOf(spec);
  const available = info !== undefined && !("missing" in info) ? info : undefined;
  const cell: Cell = {
    algorithm,
    backend,
    threads: available?.threads ?? 0,
    precision: available?.precision ?? "float32",
    n,
    d,
    width,
    status: "ok",
  };
  if (info !== undefined && "missing" in info)
    return {
      ...cell,
      status: "skipped",
      reason: `${backend} is not available: ${info.missing}; ${info.remedy}`,
    };
  const prepared = journal.events.flatMap((e) => (e.kind === "prepared" && e.id === id ? [e] : []));
  const first = prepared.find((e) => e.process === 0)?.prepared;
  if (first === undefined)
    return { ...cell, status: "skipped", reason: `${algorithm} does not run on ${backend}` };
  cell.status = first.skipped ? "skipped" : first.status;
  if (first.reason !== undefined) cell.reason = first.reason;
  if (first.check !== undefined) cell.check = first.check;
  if (first.counters !== undefined) cell.counters = { ...first.counters };
  if (cell.status !== "ok") return cell;
  if (first.measures !== undefined) cell.measures = { ...first.measures };
  if (first.fired !== undefined && plan.data)
    cell.firing = {
      fraction: first.fired / (n * width),
      theory: normalTail(shiftOf(plan.data.shift)(width)),
    };
  const inits = prepared.flatMap((e) => e.prepared.initNs ?? []);
  if (plan.rounds > 0 && inits.length > 0) cell.initNs = median(inits);
  const visits = samples.get(id) ?? [];
  if (plan.rounds > 0 && visits.length === 0) {
    const late = journal.events.find((e) => e.kind === "rounds" && e.skipped.some((each) => each.id === id));
    const reason = late?.kind === "rounds" ? late.skipped.find((each) => each.id === id)?.reason : undefined;
    return { ...cell, status: reason ? "skipped" : "error", reason: reason ?? "no round gave a sample" };
  }
  if (visits.length === 0) return cell;
  const dispatches = visits.flatMap((event) => event.dispatchNs ?? []);
  const timing = summarise({
    samples: visits.map(({ rawNs }) => roundValue(rawNs)),
    rounds: visits.map(({ round }) => round),
    innerIterations: first.innerIterations ?? 1,
    repeats: first.repeats ?? 1,
    ...(first.floorNs === undefined ? {} : { floorNs: first.floorNs }),
    ...(dispatches.length > 0 ? { dispatchNs: median(dispatches) } : {}),
  });
  cell.timing = timing;
  if (algorithms[algorithm]?.approximate) timing.notes.push("approximate");
  // a search is bound by latency and branches: its multiply-adds a second say nothing
  if (first.counters === undefined || first.counters.macs === 0 || spec.kind === "structures") return cell;
  const { macs, bytesRead, bytesWritten } = first.counters;
  const flopsPerSecond = (2 * macs) / (timing.median / 1e9);
  cell.rate = { flopsPerSecond };
  if (peaks !== undefined) {
    const compute = peaks.fmaFlopsPerSecond * cell.threads;
    // products are held against the arithmetic peak alone; a step against the roofline of its own traffic
    const memory =
      spec.kind === "training"
        ? (peaks.triadBytesPerSecond * 2 * macs) / (bytesRead + bytesWritten)
        : compute;
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
