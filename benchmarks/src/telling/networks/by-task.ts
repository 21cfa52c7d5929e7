// Runs of a study on tasks, task by task.
import type { Cell } from "@widthwise/measure";
import { cellsWith } from "../read-cells.ts";
import type { Told } from "../tell-study.ts";

/** What `make` makes of each task, in the order of the params, from its cells of an algorithm. */
export const byTask = <R>(
  { result, params }: Told<{ readonly tasks: readonly { readonly name: string }[] }>,
  make: (task: string, of: (algorithm: string) => Cell[]) => R,
): R[] =>
  params.tasks.map(({ name: task }) => make(task, (algorithm) => cellsWith(result, { task }, algorithm)));
