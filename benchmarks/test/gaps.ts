// Legal results with gaps, drawn by a seed: measures without a number, and cells that failed or were left out.
import { fillUniforms } from "@widthwise/core";
import type { Cell, Result } from "@widthwise/measure";

/** How much is missing, from hardly anything to all. */
const shares = [0.02, 0.2, 0.6, 1];

/** One kind of gap in a share of the cells; fits and crossovers of series that lost a cell are gone, since they do not follow. */
export function withGaps(result: Result, seed: number): Result {
  const { cells, fits, crossovers } = structuredClone(result);
  const uniforms = new Float64Array(2 + 64 * cells.length);
  fillUniforms({ seed, stream: 77 }, 0, uniforms);
  let used = 0;
  const draw = () => uniforms[used++ % uniforms.length];
  const kind = (["null", "named", "failed"] as const)[Math.floor(3 * draw())];
  const share = shares[Math.floor(shares.length * draw())];
  const names = [...new Set(cells.flatMap(({ measures = {} }) => Object.keys(measures)))];
  const named = names[Math.floor(draw() * names.length)];
  const lost = new Set<string>();
  const seriesOf = ({ algorithm, backend }: Pick<Cell, "algorithm" | "backend">) => `${algorithm} ${backend}`;
  const changed = cells.map((cell): Cell => {
    if (kind === "failed") {
      if (draw() >= share) return cell;
      lost.add(seriesOf(cell));
      const { measures, timing, check, counters, rate, firing, initNs, peakBytes, ...rest } = cell;
      const status = (["error", "skipped", "invalid"] as const)[Math.floor(3 * draw())];
      return { ...rest, status, reason: "drawn" };
    }
    if (cell.measures === undefined) return cell;
    const measures = Object.entries(cell.measures).map(([name, value]) => [
      name,
      (kind === "null" || name === named) && draw() < share ? null : value,
    ]);
    return { ...cell, measures: Object.fromEntries(measures) };
  });
  const stays = (...sides: readonly Pick<Cell, "algorithm" | "backend">[]) =>
    sides.every((side) => !lost.has(seriesOf(side)));
  return {
    ...result,
    cells: changed,
    fits: fits.filter((fit) => stays(fit)),
    crossovers: crossovers.filter(({ faster, slower }) => stays(faster, slower)),
  };
}
