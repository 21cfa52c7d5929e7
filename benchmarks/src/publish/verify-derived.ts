// Everything in a result that follows from its samples, computed again: a number edited by hand no longer follows.
import { type Cell, cellName, type Result, summarise, type Timing } from "@widthwise/measure";
import { derivedOf } from "../measuring/derive.ts";
import { kindOf } from "../suites.ts";

/** Rounding to the digits that a file keeps, and logarithms of another processor, stay below this. */
const tolerance = 1e-6;

/** What does not follow, in words; empty when everything does. */
export function verifyDerived(result: Result): string[] {
  const { seed, cells } = result;
  // as it was estimated then
  const method = result.fits[0]?.exponent.method;
  const derived = derivedOf(cells, { seed, kind: kindOf(result), ...(method && { method }) });
  return [
    ...result.cells.flatMap(cellProblems),
    ...differences("fits", result.fits, derived.fits),
    ...differences("crossovers", result.crossovers, derived.crossovers),
  ];
}

function cellProblems(cell: Cell): string[] {
  const { status, timing, check, rate, counters } = cell;
  const name = `cell ${cellName(cell)}`;
  const problems: string[] = [];
  if (status !== "ok" && timing) problems.push(`${name}: is ${status}, yet has a time`);
  if (status === "ok" && check && !(Math.abs(check.value - check.reference) <= check.tolerance))
    problems.push(`${name}: is ok, yet its check failed`);
  if (!timing) return problems;
  if (timing.samples.length === 0 || timing.samples.length !== timing.rounds.length)
    return [...problems, `${name}: ${timing.samples.length} samples in ${timing.rounds.length} rounds`];
  if (timing.processes && timing.processes.length !== timing.samples.length)
    return [...problems, `${name}: ${timing.samples.length} samples of ${timing.processes.length} processes`];
  const followsFrom = ({ median, mad, min, lo, hi, interval, drift }: Timing) => ({
    ...{ median, mad, min, lo, hi, interval },
    ...(timing.drift === undefined ? {} : { drift }),
  });
  problems.push(...differences(`${name}: timing`, followsFrom(timing), followsFrom(summarise(timing))));
  if (rate && counters?.macs)
    problems.push(
      ...differences(`${name}: rate`, rate.flopsPerSecond, (2e9 * counters.macs) / timing.median),
    );
  return problems;
}

/** Paths at which two JSON values differ, numbers by more than the tolerance. */
function differences(path: string, stated: unknown, follows: unknown): string[] {
  if (typeof stated === "number" && typeof follows === "number") {
    const size = Math.max(Math.abs(stated), Math.abs(follows), 1e-3);
    if (Math.abs(stated - follows) <= tolerance * size) return [];
  } else if (typeof stated === "object" && typeof follows === "object" && stated && follows) {
    const [a, b] = [stated, follows] as Record<string, unknown>[];
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key) => differences(`${path}.${key}`, a[key], b[key]));
  } else if (stated === follows) return [];
  return [`${path}: the file says ${JSON.stringify(stated)}, the samples give ${JSON.stringify(follows)}`];
}
