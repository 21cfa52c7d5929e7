// The backend `tfjs-wasm`.
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { Opened, OpenOptions } from "./backend.ts";
import { processorModel } from "./processor-model.ts";
import { recycle, tfjsBackend } from "./tfjs-backend.ts";
import type { Engine } from "./tfjs-engine.ts";

const BACKEND = "@tensorflow/tfjs-backend-wasm";
let pathSet = false;

/**
 * tfjs in WebAssembly with SIMD, one thread: 4.22.0 switches its threads off under Node, and the ways around that
 * (stand-ins for Blob and for its worker's address) are longer than this adapter.
 */
export async function openTfjsWasm(_options: OpenOptions = {}, block = 4096): Promise<Opened> {
  const tf = await import("@tensorflow/tfjs-core");
  // no argument checks under the stopwatch, no advertisement on the console
  tf.env().set("PROD", true);
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  if (!pathSet) setWasmPaths(dirname(createRequire(import.meta.url).resolve(BACKEND)) + sep);
  pathSet = true;
  if (!(await tf.setBackend("wasm")))
    return {
      missing: "tfjs-backend-wasm does not start",
      remedy: "reinstall @tensorflow/tfjs-backend-wasm: npm ci",
    };
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  const engine: Engine = {
    tf,
    key: "wasm",
    block,
    layout: "columns",
    indicator: "step",
    asynchronous: false,
    // for [128, 64]·[64, 4096] transposeB is 13 times slower than the plain product, transposeA 40 times
    transposes: false,
    // its heap ends at 4 GiB, and fragments
    limitBytes: 3.5 * 2 ** 30,
    info: {
      name: "tfjs-wasm",
      version: `${tf.version_core} (${simd ? "SIMD" : "no SIMD"})`,
      device: processorModel(),
      software: false,
      threads: 1,
      precision: "float32",
    },
  };
  return { backend: tfjsBackend(engine, () => recycle(engine)) };
}
