// What every study of networks over tfjs starts with: a backend, and an end to all tensors of a job.
import type { Tf } from "@widthwise/linearize";
import { type Context, Skipped } from "../run-study/study.ts";

export interface OpenTfjs {
  readonly tf: Tf;
  /** the backend's name, for the cell */
  readonly backend: string;
}

/** The first of the named backends that this machine has; Skipped, with all remedies, where it has none. */
export async function openTfjs(context: Context, names: readonly string[]): Promise<OpenTfjs> {
  const missing: string[] = [];
  for (const name of names)
    try {
      const { tf } = await context.backend(name);
      if (tf !== undefined) return { tf, backend: name };
      missing.push(`${name} is none of tfjs, which this study needs`);
    } catch (error) {
      if (!(error instanceof Skipped)) throw error;
      missing.push(error.message);
    }
  throw new Skipped(missing.join("; "));
}

/** Disposes of all tensors that `work` made, awaited or not; those kept on purpose stay their owners'. */
export async function scoped<T>(tf: Tf, work: () => Promise<T>): Promise<T> {
  tf.engine().startScope();
  try {
    return await work();
  } finally {
    tf.engine().endScope();
  }
}
