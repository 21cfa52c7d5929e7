// Training runs as text for the terminal.

import { largest, smallest } from "@widthwise/measure";
import type { TestRun, TrainRun } from "../../measuring/rounds/requests.ts";
import { speak } from "../output/speak.ts";

const milliseconds = (ns: number) => `${(ns / 1e6).toPrecision(4)} ms`;

export type Run = TrainRun & Partial<TestRun> & { algorithm: string; totalNs: number };

/** Residual norms side by side, one line per step, then totals. */
export function printRuns(runs: readonly Run[]): void {
  const cell = (text: string) => text.padStart(24);
  const line = (head: string, cells: string[]) => speak(`${head.padEnd(10)}${cells.map(cell).join("")}`);
  const longest = largest(runs.map((run) => run.residualNorms.length));
  line(
    "step",
    runs.map((run) => `${run.algorithm} ‖f−y‖`),
  );
  for (let t = 0; t < longest; t++)
    line(
      String(t),
      runs.map((run) => run.residualNorms[t]?.toExponential(6) ?? ""),
    );
  line(
    "status",
    runs.map((run) => run.status),
  );
  line(
    "init",
    runs.map((run) => milliseconds(run.initNs)),
  );
  line(
    "steps",
    runs.map((run) => milliseconds(run.totalNs - run.initNs)),
  );
  line(
    "total",
    runs.map((run) => milliseconds(run.totalNs)),
  );
  line(
    "memory",
    runs.map((run) => `${(run.peakBytes / 2 ** 20).toFixed(0)} MiB`),
  );
  line(
    "neurons",
    runs.map((run) => `${run.liveNeurons}`),
  );
  if (runs.some((run) => run.testAccuracy !== undefined)) {
    line(
      "test",
      runs.map((run) => `${(100 * (run.testAccuracy ?? Number.NaN)).toFixed(2)} % of ${run.testCount}`),
    );
    line(
      "answering",
      runs.map((run) => milliseconds(run.testNs ?? Number.NaN)),
    );
    line(
      "moved",
      runs.map((run) => (run.distance ?? Number.NaN).toPrecision(4)),
    );
  }
  if (runs.some((run) => run.inner))
    line(
      "inner",
      runs.map(({ inner }) => (inner ? describeInner(inner) : "")),
    );
  if (runs.some((run) => run.recall))
    line(
      "recall",
      runs.map(({ recall }) => (recall ? `${share(recall[0])} to ${share(recall.at(-1))}` : "")),
    );
  for (const { algorithm, reason } of runs) if (reason !== undefined) speak(`${algorithm}: ${reason}`);
}

const share = (value: number | null | undefined) =>
  typeof value === "number" ? `${(100 * value).toFixed(1)} %` : "none fire";

/** Iterations of the inner solves, and their worst relative residual. */
function describeInner(inner: NonNullable<TrainRun["inner"]>): string {
  const iterations = inner.map((each) => each.iterations);
  const [least, most] = [smallest(iterations), largest(iterations)];
  const worst = largest(inner.map((each) => each.relativeResidual));
  return `${least === most ? least : `${least}–${most}`} to ${worst.toExponential(0)}`;
}
