// The backend `tfjs-webgpu`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Opened, OpenOptions } from "./backend.ts";
import { isCut } from "./cut-library.ts";
import { recycle, tfjsBackend } from "./tfjs-backend.ts";
import type { Engine } from "./tfjs-engine.ts";
import { openWebgpu } from "./webgpu-device.ts";

/** What is used here of tfjs's WebGPUBackend. */
interface WebgpuBackend {
  readonly device: {
    readonly limits: { readonly maxStorageBufferBindingSize: number; readonly maxBufferSize: number };
    addEventListener(event: "uncapturederror", listener: (event: { error: Error }) => void): void;
    destroy(): void;
  };
  readonly queue: { onSubmittedWorkDone(): Promise<void> };
  readonly commandEncoder: object | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(dataId: object): void;
}

/** tfjs on WebGPU by Dawn: a GPU, or the processor behind a software adapter, which `info.software` then says. */
export async function openTfjsWebgpu(_options: OpenOptions = {}, block?: number): Promise<Opened> {
  try {
    if (isCut(join(dawn(), "dist", `${process.platform}-${process.arch}`, "dawn.node")))
      return {
        missing: "Dawn's library dawn.node is cut",
        remedy: "install the package webgpu anew: npm ci",
      };
    const adapter = await openWebgpu();
    if (adapter === undefined)
      return {
        missing: "no WebGPU adapter: Dawn finds no Vulkan driver that it can use",
        remedy:
          "install a GPU driver with Vulkan (libvulkan1), or Mesa's Vulkan drivers ≥ 25; for a software adapter on Debian: scripts/setup-lavapipe.sh",
      };
    return await open(adapter, block);
  } catch (error) {
    return {
      missing: `WebGPU does not start: ${(error as Error).message.split("\n")[0]}`,
      remedy: "check the graphics driver (vulkaninfo), then: npm ci",
    };
  }
}

/** The folder of the npm package. */
const dawn = () => dirname(createRequire(import.meta.url).resolve("webgpu"));

/** The version of the npm package, which does not export it. */
const dawnVersion = (): string => JSON.parse(readFileSync(join(dawn(), "package.json"), "utf8")).version;

async function open(adapter: { device: string; software: boolean }, block?: number): Promise<Opened> {
  const tf = await import("@tensorflow/tfjs-core");
  await import("@tensorflow/tfjs-backend-webgpu");
  tf.env().set("PROD", true);
  // otherwise small operations run on the processor
  tf.env().set("WEBGPU_CPU_FORWARD", false);
  if (!(await tf.setBackend("webgpu"))) throw new Error("tfjs-backend-webgpu does not initialise");
  const webgpu = tf.backend() as unknown as WebgpuBackend;
  const { device } = webgpu;
  let failure: Error | undefined;
  device.addEventListener("uncapturederror", ({ error }) => {
    failure ??= new Error(`${adapter.device}: ${error.message}`);
  });
  const engine: Engine = {
    tf,
    key: "webgpu",
    // a GPU runs tfjs's tiles of 32 × 32 at once: 64 × 16384 numbers are 1024 of them, enough for some hundred cores
    block: block ?? (adapter.software ? 4096 : 16384),
    layout: "columns",
    indicator: "step",
    asynchronous: true,
    transposes: true,
    largestBytes: Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize),
    // tfjs would upload at the first use, under the stopwatch
    place: ({ dataId }) => webgpu.uploadToGPU(dataId),
    // submission returns at once, and what fails on the device fails without a word
    async settled() {
      webgpu.endComputePassEncoder();
      if (webgpu.commandEncoder) webgpu.submitQueue();
      await webgpu.queue.onSubmittedWorkDone();
      if (failure) throw failure;
    },
    info: {
      name: "tfjs-webgpu",
      version: `${tf.version_core} (Dawn, webgpu ${dawnVersion()})`,
      device: adapter.device,
      software: adapter.software,
      threads: 1,
      precision: "float32",
    },
  };
  return {
    backend: tfjsBackend(engine, async () => {
      // its buffers are being mapped again for reuse: destroying them before that ends is an unhandled rejection
      await engine.settled?.();
      recycle(engine);
      device.destroy();
    }),
  };
}
