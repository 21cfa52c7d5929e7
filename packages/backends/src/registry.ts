import type { Opened, OpenOptions } from "./backend.ts";

/** Every backend by its one name; nothing of a backend is loaded before it is opened. */
const openers: Record<string, (options: OpenOptions) => Promise<Opened>> = {
  js: async () => (await import("./js.ts")).openJs(),
  wasm: async () => (await import("./wasm.ts")).openWasm({ name: "wasm" }),
  "wasm-mt": async (options) => (await import("./wasm.ts")).openWasm({ name: "wasm-mt", ...options }),
  "tfjs-cpu": async (options) => (await import("./tfjs-cpu.ts")).openTfjsCpu(options),
  "tfjs-wasm": async (options) => (await import("./tfjs-wasm.ts")).openTfjsWasm(options),
  "tfjs-node": async (options) => (await import("./tfjs-node.ts")).openTfjsNode(options),
  "tfjs-webgpu": async (options) => (await import("./tfjs-webgpu.ts")).openTfjsWebgpu(options),
};

export const backendNames: readonly string[] = Object.keys(openers);

/** Opens one backend, or says why it is not there and what to do. One tfjs backend a process. */
export function openBackend(name: string, options: OpenOptions = {}): Promise<Opened> {
  const open = openers[name];
  if (open === undefined)
    throw new RangeError(`unknown backend ${name}: accepted are ${backendNames.join(", ")}`);
  return open(options);
}
