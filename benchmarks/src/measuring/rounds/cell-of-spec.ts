// The cell of a result that a spec stands for, before anything was found of it.
import type { Cell } from "@widthwise/measure";
import type { Found } from "./events.ts";
import type { CellSpec } from "./spec.ts";

/** `ok` until something else is found; skipped where its backend, by what opening it found, is not there. */
export function cellOfSpec({ algorithm, backend, n, d, width }: CellSpec, info: Found | undefined): Cell {
  const missing = info !== undefined && "missing" in info;
  return {
    algorithm,
    backend,
    threads: info === undefined || missing ? 0 : info.threads,
    precision: info === undefined || missing ? "float32" : info.precision,
    n,
    d,
    width,
    ...(missing
      ? { status: "skipped", reason: `${backend} is not available: ${info.missing}; ${info.remedy}` }
      : { status: "ok" }),
  };
}
