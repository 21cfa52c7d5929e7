// Where backends are registered: an adapter is one file, and one line here.
import type { Opened, OpenOptions } from "./backend.ts";

/** How each backend is opened; nothing of a backend is loaded before. */
const openers: Record<string, (options: OpenOptions) => Promise<Opened>> = {
  js: async () => (await import("./js.ts")).openJs(),
  wasm: async () => (await import("./wasm.ts")).openWasm({ name: "wasm" }),
  "wasm-mt": async (options) => (await import("./wasm.ts")).openWasm({ name: "wasm-mt", ...options }),
  "tfjs-cpu": async (options) => (await import("./tfjs-cpu.ts")).openTfjsCpu(options),
  "tfjs-wasm": async (options) => (await import("./tfjs-wasm.ts")).openTfjsWasm(options),
  "tfjs-node": async (options) => (await import("./tfjs-node.ts")).openTfjsNode(options),
  openblas: async (options) => (await import("./openblas.ts")).openOpenblas(options),
  numpy: async (options) => (await import("./numpy.ts")).openNumpy(options),
  onnxruntime: async (options) => (await import("./onnxruntime.ts")).openOnnxruntime(options),
  "jax-js": async () => (await import("./jax-js.ts")).openJaxJs(),
  "tfjs-webgpu": async (options) => (await import("./tfjs-webgpu.ts")).openTfjsWebgpu(options),
};

/** Every backend by its name on the command line. */
export const backendNames: readonly string[] = Object.keys(openers);

/** Compiled for the processor's widest vectors; the others are WebAssembly or JavaScript, whose widest have 128 bits. */
export const wideBackends: ReadonlySet<string> = new Set(["tfjs-node", "openblas", "numpy", "onnxruntime"]);

/**
 * Opens a backend, or says why it is not there and what to do. RangeError for a name that is not among `backendNames`, and
 * for a number of threads that is not from 1 to 256.
 */
export async function openBackend(name: string, options: OpenOptions = {}): Promise<Opened> {
  if (!Object.hasOwn(openers, name))
    throw new RangeError(`unknown backend ${name}: accepted are ${backendNames.join(", ")}`);
  const { threads = 1 } = options;
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= 256))
    throw new RangeError(`threads must be a whole number from 1 to 256, got ${threads}`);
  try {
    return await openers[name](options);
  } catch (error) {
    const [missing] = (error as Error).message.split("\n");
    return { missing: `${name} does not load: ${missing}`, remedy: "install its packages anew: npm ci" };
  }
}
