// The measured part of a study's result, from what its jobs found.
import { createHash } from "node:crypto";
import type { BackendInfo } from "@widthwise/backends";
import { cellName, type Result } from "@widthwise/measure";
import { derivedOf } from "../derive.ts";
import { toCell } from "./cells.ts";
import type { JobLedger } from "./job-ledger.ts";
import type { StudyPlan } from "./plan.ts";

/** Everything that the jobs found, in the order of the plan, as the measured part of a result. */
export function assembleStudy(
  { study, params, jobs, settings }: StudyPlan,
  found: JobLedger,
): Pick<Result, "backends" | "cells" | "controls" | "fits" | "crossovers" | "dataset"> & {
  study: NonNullable<Result["study"]>;
} {
  const finished = jobs.flatMap((job) => {
    const done = found.of(job);
    return done === undefined ? [] : [{ job, done }];
  });
  const backends = new Map<string, BackendInfo>();
  const sums = new Map<string, string>();
  for (const { done } of finished) {
    for (const info of done.backends) backends.set(info.name, info);
    for (const { name, sha256 } of done.datasets) sums.set(name, sha256);
  }
  const byName = <T extends { name: string }>(values: Iterable<T>) =>
    [...values].sort((a, b) => (a.name < b.name ? -1 : 1));
  const datasets = byName([...sums].map(([name, sha256]) => ({ name, sha256 })));
  const cells = finished.flatMap(({ job, done }) =>
    done.outcomes.map((outcome) => toCell(job, outcome, backends)),
  );
  const twice = [...Map.groupBy(cells, cellName)].find(([, same]) => same.length > 1);
  if (twice)
    throw new Error(`study ${study} made ${twice[1].length} cells ${twice[0]}: tell them apart by params`);
  return {
    study: { name: study, params, datasets },
    dataset: combined(datasets),
    backends: byName(backends.values()),
    cells,
    controls: { noop: [], aa: [] },
    ...derivedOf(cells, { seed: settings.seed, kind: "study" }),
  };
}

/** Several data sets under one name and one sum. */
export function combined(datasets: readonly Result["dataset"][]): Result["dataset"] {
  if (datasets.length === 1) return datasets[0];
  const sums = datasets.map(({ name, sha256 }) => `${sha256}  ${name}`).join("\n");
  return {
    name: datasets.map(({ name }) => name).join(", ") || "none",
    sha256: createHash("sha256").update(sums).digest("hex"),
  };
}
