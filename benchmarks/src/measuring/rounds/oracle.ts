// Residual norms of the float64 oracle, which answers are held against.
import { algorithms } from "@widthwise/train";
import { LastingProcess } from "../process/lasting-process.ts";
import type { Reference } from "./requests.ts";
import { type BackendProcess, startBackend } from "./rounds-process.ts";
import type { RunPlan } from "./run-plan.ts";
import type { CellSpec } from "./spec.ts";

/** The float64 oracle runs up to this width; above, answers are checked from the final state. */
const ORACLE_WIDTH = 2 ** 16;

/** Computes each algorithm, width and n once. */
export class Oracle {
  readonly #known = new Map<string, Reference>();
  readonly #process: BackendProcess;
  readonly #steps: number;

  constructor(plan: RunPlan) {
    this.#steps = plan.checkSteps;
    this.#process = new LastingProcess(startBackend("js", plan));
  }

  /** null where no oracle runs */
  async reference(cell: CellSpec): Promise<Reference | null> {
    if (cell.kind !== "training" || cell.width > ORACLE_WIDTH) return null;
    const { approximate, oracle } = algorithms[cell.algorithm];
    if (approximate) return null;
    const key = `${oracle} ${cell.n} ${cell.width}`;
    const found =
      this.#known.get(key) ?? (await this.#process.ask(key, "reference", { cell, steps: this.#steps }));
    this.#known.set(key, found);
    return found;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  end(): void {
    this.#process.end();
  }
}
