// The measuring process of paired rounds and of training runs.
import type { BackendInfo } from "@widthwise/backends";
import type { LastingProcess, Replaceable } from "../process/lasting-process.ts";
import { MeasuringProcess, type Patience } from "../process/measuring-process.ts";
import { remedyOf } from "../process/remedy.ts";
import type { Absent, Note, Requests } from "./requests.ts";
import type { RunPlan } from "./run-plan.ts";

export type RoundsProcess = MeasuringProcess<Requests, Note>;

/** One that has a backend open, and is replaced when it dies. */
export type BackendProcess = LastingProcess<Requests, RoundsProcess>;

const ownWorker = new URL("./worker.ts", import.meta.url);

export const startRoundsProcess = (patience?: Patience, worker = ownWorker): RoundsProcess =>
  new MeasuringProcess(worker, patience);

/** A backend is not there. */
export class Missing extends Error {
  readonly found: Absent;

  constructor(found: Absent) {
    super(`${found.missing}; ${found.remedy}`);
    this.found = found;
  }
}

/** A backend whose process does not live to open it is not there. */
export const absentAs = ({ message }: Error): Absent => ({ missing: message, remedy: remedyOf(message) });

export interface BackendOptions {
  /** told what was opened */
  readonly opened?: (info: BackendInfo) => void;
  /** told of each death, with the process's own words */
  readonly died?: (message: string) => void;
  /** another revision's */
  readonly worker?: URL;
}

/** How processes are started that have a backend open and the run's data in them. */
export function startBackend(
  backend: string,
  { data, threads, budgetSeconds }: Pick<RunPlan, "data" | "threads" | "budgetSeconds">,
  { opened, died, worker }: BackendOptions = {},
): Replaceable<RoundsProcess> {
  const seconds = Math.max(60, 10 * budgetSeconds);
  const from = seconds > 60 ? `ten times the budget of ${budgetSeconds} s` : "at least a minute, ten budgets";
  return {
    start: () => startRoundsProcess({ seconds, from }, worker),
    async setUp(fresh) {
      const found = await fresh.ask("open", { backend, threads });
      if ("missing" in found) throw new Missing(found);
      opened?.(found);
      if (data) await fresh.ask("data", data);
    },
    ...(died && { onDeath: died }),
  };
}
