// A tfjs engine as a backend, and when it is released.
import type { Backend, MaybePromise } from "./backend.ts";
import { fastNormals } from "./fast-normals.ts";
import type { Engine } from "./tfjs-engine.ts";
import { TfjsNetwork } from "./tfjs-network.ts";
import { TfjsProduct } from "./tfjs-product.ts";

/** How many open backends stand on each engine, by name: the last one to close releases it. */
const open = new Map<string, number>();

/**
 * A backend over a tfjs engine. `release` gives back what the engine holds and leaves it so that it can be opened again.
 */
export function tfjsBackend(engine: Engine, release: () => MaybePromise<void>): Backend {
  open.set(engine.info.name, (open.get(engine.info.name) ?? 0) + 1);
  let closed = false;
  return {
    info: engine.info,
    tf: engine.tf,
    network: async (problem) => new TfjsNetwork(engine, problem, await fastNormals()),
    product: (shape, a, b) => new TfjsProduct(engine, shape, a, b),
    dispose() {
      if (closed) return;
      closed = true;
      const left = open.get(engine.info.name)! - 1;
      open.set(engine.info.name, left);
      if (left === 0) return release();
    },
  };
}

/** Drops an engine of the shared tfjs-core with its memory, and registers it anew so that it can be opened again. */
export function recycle({ tf, key }: Engine): void {
  const factory = tf.findBackendFactory(key);
  tf.removeBackend(key);
  tf.registerBackend(key, factory);
}
