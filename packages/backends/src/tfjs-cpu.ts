// The backend `tfjs-cpu`.
import type { Opened, OpenOptions } from "./backend.ts";
import { processorModel } from "./processor-model.ts";
import { recycle, tfjsBackend } from "./tfjs-backend.ts";
import type { Engine } from "./tfjs-engine.ts";

/** tfjs in plain JavaScript, one thread. */
export async function openTfjsCpu(_options: OpenOptions = {}, block = 4096): Promise<Opened> {
  const tf = await import("@tensorflow/tfjs-core");
  // no argument checks under the stopwatch, no advertisement on the console
  tf.env().set("PROD", true);
  await import("@tensorflow/tfjs-backend-cpu");
  await tf.setBackend("cpu");
  const engine: Engine = {
    tf,
    key: "cpu",
    block,
    // its inner loop runs along both operands only for nt: 1.3 GF/s against 0.7 for nn
    layout: "rows",
    indicator: "step",
    asynchronous: false,
    transposes: true,
    info: {
      name: "tfjs-cpu",
      version: tf.version_core,
      device: processorModel(),
      software: false,
      threads: 1,
      precision: "float32",
    },
  };
  return { backend: tfjsBackend(engine, () => recycle(engine)) };
}
