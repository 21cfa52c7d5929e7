// Whether a process is at work, as the system counts it.
import { readFileSync } from "node:fs";

/**
 * Processor time that a process and those of its children that ended have used, in the system's ticks of about 10 ms;
 * undefined where the system does not say (no /proc), or the process is gone.
 */
export function processorTicks(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the second field is the program's name in parentheses, and may hold spaces; utime, stime, cutime, cstime are 14 … 17
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  } catch {
    return undefined;
  }
}
