// Our own kernels, for the jobs of a study that train by them.
import type { Kernels } from "@widthwise/kernels";
import { type Context, Skipped } from "../measuring/jobs/study.ts";

/** Skipped where the wasm backend has none. */
export async function openKernels(context: Context): Promise<Kernels> {
  const { kernels } = await context.backend("wasm");
  if (kernels === undefined) throw new Skipped("the wasm backend has no kernels");
  return kernels;
}
