// What every study of networks over tfjs starts with: a backend, and an end to all tensors of a job.
import { backendNames } from "@widthwise/backends";
import type { Tf } from "@widthwise/linearize";
import { z } from "zod";
import { type Context, type Outcome, Skipped } from "../measuring/jobs/study.ts";

/** A backend that networks run on. */
export const tfjsBackend = z.enum(backendNames.filter((name) => name.startsWith("tfjs")));

/** Names for `onTfjs`, of which the first that is there is used. */
export const tfjsBackends = z.array(tfjsBackend).min(1);

/**
 * What `work` finds on the first of the named backends that this machine has; Skipped, with all remedies, where it has none.
 * All tensors that it made are disposed of, awaited or not; those kept on purpose stay their owners'.
 */
export async function onTfjs(
  context: Context,
  names: readonly string[],
  work: (tf: Tf) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  const { tf, backend } = await openTfjs(context, names);
  tf.engine().startScope();
  try {
    return (await work(tf)).map((outcome) => ({ backend, ...outcome }));
  } finally {
    tf.engine().endScope();
  }
}

async function openTfjs(context: Context, names: readonly string[]): Promise<{ tf: Tf; backend: string }> {
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
