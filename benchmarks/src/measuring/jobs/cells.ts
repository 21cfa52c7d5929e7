// Cells from what jobs found: answers judged, numbers made fit for JSON, identities completed.
import type { BackendInfo } from "@widthwise/backends";
import { type Cell, cellName } from "@widthwise/measure";
import { judge } from "../judge.ts";
import type { CellIdentity, Job, Outcome } from "./study.ts";

type Full = Pick<Cell, "algorithm" | "backend" | "n" | "d" | "width" | "params">;

function complete({ algorithm, backend = "js", n = 0, d = 0, width = 0, params }: CellIdentity): Full {
  return { algorithm, backend, n, d, width, ...(params === undefined ? {} : { params }) };
}

/** The job's cell; a repetition carries its round. */
function cellOf({ cell, round }: Job): Full {
  return complete(round === undefined ? cell : { ...cell, params: { ...cell.params, round } });
}

/** A job's one name: in journals and messages. */
export function jobName(job: Job): string {
  return cellName(cellOf(job));
}

/** Name of the group of a job, which stays in one shard. */
export function groupOf({ group, cell }: Job): string {
  return group ?? jobName({ cell });
}

/** The finished cell of one outcome. */
export function toCell(job: Job, outcome: Outcome, backends: ReadonlyMap<string, BackendInfo>): Cell {
  const own = cellOf(job);
  const { algorithm, backend, n, d, width, params, status, ...rest } = outcome;
  const identity = complete({
    algorithm: algorithm ?? own.algorithm,
    backend: backend ?? own.backend,
    n: n ?? own.n,
    d: d ?? own.d,
    width: width ?? own.width,
    ...(own.params || params ? { params: { ...own.params, ...params } } : {}),
  });
  const info = backends.get(identity.backend);
  return {
    ...identity,
    threads: info?.threads ?? 1,
    precision: info?.precision ?? "float64",
    status: status ?? "ok",
    ...rest,
  };
}

/**
 * An outcome as it may travel through JSON, which has neither NaN nor infinities: its answer judged, a measure without
 * a number null. A list must be numbers all through.
 */
export function judged(outcome: Outcome): Outcome {
  const { measures = {}, check } = outcome;
  const numbers = Object.entries(measures).map(([name, value]) => {
    if (Array.isArray(value) && !value.every(Number.isFinite))
      throw new Error(`measure ${name} holds ${value.find((one) => !Number.isFinite(one))}`);
    return [name, typeof value === "number" && !Number.isFinite(value) ? null : value] as const;
  });
  const finite = { ...outcome, measures: Object.fromEntries(numbers) };
  if (check === undefined) return finite;
  const { wrong, ...shown } = judge(check);
  if (wrong === undefined) return finite;
  const { check: _, ...unchecked } = finite;
  return { ...unchecked, ...shown, status: "invalid", reason: wrong };
}
