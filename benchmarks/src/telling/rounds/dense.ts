// What may stand for "dense" in a ratio, and the fastest of it beside a cell.
import { isTimed, type Result, type TimedCell } from "@widthwise/measure";

export function isDense(algorithm: string): boolean {
  return algorithm.startsWith("dense-");
}

export function hasNote(cell: TimedCell, note: string): boolean {
  return cell.timing.notes.some((text) => text === note || text.startsWith(`${note}:`));
}

/** A baseline below half of its backend's own product rate may not stand for "dense". */
export function isFairBaseline(cell: TimedCell): boolean {
  return isDense(cell.algorithm) && !hasNote(cell, "slow-baseline");
}

/** The fastest fair dense cell of any backend at one width and n. */
function bestDense(result: Result, n: number, width: number): TimedCell | undefined {
  return result.cells
    .filter(isTimed)
    .filter((cell) => cell.n === n && cell.width === width && isFairBaseline(cell))
    .sort((a, b) => a.timing.median - b.timing.median)[0];
}

/** The last of the cells, by ascending width, at whose size dense was measured too, with the fastest such. */
export function besideDense(
  result: Result,
  cells: readonly TimedCell[],
): { cell: TimedCell; dense: TimedCell } | undefined {
  for (const cell of cells.toReversed()) {
    const dense = bestDense(result, cell.n, cell.width);
    if (dense !== undefined) return { cell, dense };
  }
  return undefined;
}
