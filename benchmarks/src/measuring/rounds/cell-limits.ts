// Why a cell is not tried: it would take more memory than there is, or longer than the budget.
import { shortOfMemory } from "@widthwise/core";
import { leastVisitSteps } from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import type { Journal } from "./journal.ts";
import { leastRounds, type RunPlan } from "./run-plan.ts";
import { type CellSpec, idOf, type TrainingData } from "./spec.ts";
import { structureBytes } from "./structure-specimen.ts";

/** Bytes that a cell's state takes; products are small. */
export function cellBytes(cell: CellSpec, data: TrainingData | undefined): number {
  if (cell.kind === "structures") return structureBytes(cell);
  if (cell.kind !== "training" || data === undefined) return 0;
  return algorithms[cell.algorithm].bytes(
    { ...cell, shift: shiftOf(data.shift)(cell.width) },
    cell.backend === "js" ? 8 : 4,
  );
}

const seriesOf = ({ kind, algorithm, backend, n, d, width }: CellSpec) =>
  kind === "products" ? `${algorithm} ${backend} ${n} ${d} ${width}` : `${algorithm} ${backend} ${n}`;

/** undefined where the cell may be tried. The times of smaller widths stand in the journal. */
export function skipReason(cell: CellSpec, plan: RunPlan, journal: Journal): string | undefined {
  const short = shortOfMemory(cellBytes(cell, plan.data), "its state");
  if (short !== undefined) return short;
  const { budgetSeconds, rounds, processes, checkSteps, cells } = plan;
  if (rounds === 0) return undefined;
  const steps = processes * leastRounds(plan) * leastVisitSteps + checkSteps + 2;
  const smaller = cells
    .filter((each) => seriesOf(each) === seriesOf(cell) && each.width < cell.width)
    .sort((a, b) => b.width - a.width);
  for (const { width, ...rest } of smaller) {
    const { stepNs, initNs = 0 } = journal.prepared(0, idOf({ ...rest, width })) ?? {};
    if (stepNs === undefined) continue;
    // every algorithm here grows at most linearly with the width
    const once = (initNs + stepNs * steps) / 1e9;
    const needed = (cell.width / width) * once;
    return needed > budgetSeconds
      ? `predicted ${needed.toPrecision(3)} s from width ${width}, above the budget of ${budgetSeconds} s: raise it with --budget`
      : undefined;
  }
  return undefined;
}
