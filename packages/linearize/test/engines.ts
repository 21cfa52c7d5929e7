// The tfjs backends that the machine has.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import util from "node:util";
import type { Tf } from "../src/index.ts";

/** Opens a tfjs backend for tests; undefined where it is not installed. */
export async function openTf(name: "cpu" | "wasm" | "tensorflow"): Promise<Tf | undefined> {
  if (name === "tensorflow") {
    const native = join(import.meta.dirname, "..", "..", "..", ".native", "tfjs-node");
    if (!existsSync(join(native, "stamp.json"))) return undefined;
    process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
    // Node 24 removed two functions that 4.22.0 calls
    Object.assign(util, {
      isNullOrUndefined: (v: unknown) => v === null || v === undefined,
      isArray: Array.isArray,
    });
    return createRequire(join(native, "package.json"))("@tensorflow/tfjs-node");
  }
  const tf = await import("@tensorflow/tfjs-core");
  tf.env().set("PROD", true);
  if (name === "cpu") {
    await import("@tensorflow/tfjs-backend-cpu");
    // tfjs's own gradients, which come with the whole of tfjs only
    await import("@tensorflow/tfjs-core/dist/register_all_gradients.js" as string);
  } else {
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
    const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(dirname(entry) + sep);
  }
  if (!(await tf.setBackend(name))) throw new Error(`tfjs backend ${name} does not start`);
  return tf;
}
