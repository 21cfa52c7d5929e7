import { appendFileSync } from "node:fs";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import type { TrivialJob } from "./index.ts";

export async function runTrivial(
  { index, milliseconds, trace, fails }: TrivialJob,
  context: Context,
): Promise<Outcome[]> {
  if (trace !== "") appendFileSync(trace, `${index}\n`);
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  if (fails) throw new Error(`cell ${index} fails, as asked`);
  const value = context.seedOf("trivial", index);
  return [
    {
      measures: { value },
      check: { what: "a whole number", value: value % 1, reference: 0, tolerance: 0 },
    },
  ];
}
