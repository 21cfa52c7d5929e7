// How much memory this process can still have, and the refusal of what would not fit.
import { readFileSync } from "node:fs";

/** What is asked for does not fit into the memory that is free: said before anything is allocated. */
export class NotEnoughMemory extends RangeError {
  override name = "NotEnoughMemory";
}

/** The share of what is free that a state may take: code, temporary copies and what is not collected yet take the rest. */
const SHARE = 0.85;

/** Limits of a process (`ulimit -v`, `ulimit -d`) as Linux names them, and what counts towards each. */
const limits = { "Max address space": "VmSize", "Max data size": "VmData" };

/**
 * Bytes that this process can still have: what the machine has free, or its control group (a container) leaves of its
 * limit, file caches counted as used; and no more than its own limits leave, where the system tells them.
 */
export function freeMemory(): number {
  return Math.max(0, Math.min(process.availableMemory(), spaceLeft()));
}

/** Bytes that the limits of this process leave, touched or not; infinite where there are none, or the system does not tell. */
export function spaceLeft(): number {
  let limit: string;
  let size: string;
  try {
    limit = readFileSync("/proc/self/limits", "utf8");
    size = readFileSync("/proc/self/status", "utf8");
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  const left = Object.entries(limits).map(([name, counted]) => {
    const most = new RegExp(`^${name} +(\\d+)`, "m").exec(limit)?.[1] ?? Number.POSITIVE_INFINITY;
    const used = new RegExp(`^${counted}:\\s+(\\d+) kB`, "m").exec(size)?.[1] ?? 0;
    return Number(most) - 1024 * Number(used);
  });
  return Math.min(...left);
}

/** Less than a process needs to run at all: asking would cost more than it tells, and stand in what is timed. */
const SMALL = 2 ** 26;

/** Why `bytes` are more than a state may take now; `what` names the state. Undefined where they are not. */
export function shortOfMemory(bytes: number, what: string): string | undefined {
  if (bytes < SMALL) return undefined;
  const free = freeMemory() * SHARE;
  if (bytes <= free) return undefined;
  return `${what}: ${gib(bytes)} of memory are needed, ${gib(free)} are free; choose a smaller width or n, or a machine with more memory`;
}

/** Throws NotEnoughMemory, with the reason, where `bytes` are more than a state may take now. */
export function needMemory(bytes: number, what: string): void {
  const reason = shortOfMemory(bytes, what);
  if (reason !== undefined) throw new NotEnoughMemory(reason);
}

function gib(bytes: number): string {
  const value = bytes / 2 ** 30;
  return `${value < 100 ? value.toPrecision(3) : value.toFixed(0)} GiB`;
}
