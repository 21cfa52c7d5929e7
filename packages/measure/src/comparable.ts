// May two results be compared at all? Only where machine, runtime, instrument and inputs are the same.
import type { Result } from "./schema.ts";

/** Why two results may not be compared, one reason per difference; empty if they may. */
export function incomparable(base: Result, head: Result): string[] {
  const reasons: string[] = [];
  const differ = (what: string, a: string | undefined, b: string | undefined) => {
    if (a !== b) reasons.push(`different ${what}: ${a ?? "none"} and ${b ?? "none"}`);
  };
  const major = (r: Result) => r.runtime.node.replace(/^v/, "").split(".")[0];
  differ("machines", base.machine.id, head.machine.id);
  differ("Node majors", major(base), major(head));
  differ("benchmark versions", base.benchmarkVersion, head.benchmarkVersion);
  differ("suites", base.suite, head.suite);
  differ("data sets", base.dataset.sha256, head.dataset.sha256);
  for (const old of base.backends) {
    const now = head.backends.find((b) => b.name === old.name);
    if (now === undefined) continue;
    differ(`versions of backend ${old.name}`, old.version, now.version);
    differ(`devices of backend ${old.name}`, old.device, now.device);
    differ(`thread counts of backend ${old.name}`, `${old.threads}`, `${now.threads}`);
  }
  return reasons;
}
