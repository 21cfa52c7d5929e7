// WebGPU under Node, by Dawn, and which adapter it finds.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A WebGPU adapter as results name it. */
interface Adapter {
  /** "nvidia: NVIDIA H100 80GB HBM3 (hopper)" */
  readonly device: string;
  /** served by the processor: never to be reported as a GPU */
  readonly software: boolean;
}

interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}
interface Gpu {
  requestAdapter(options: {
    powerPreference: "high-performance";
  }): Promise<{ readonly info: AdapterInfo } | null>;
}

const LOADER = "libvulkan.so.1";
const LAVAPIPE = join(import.meta.dirname, "..", "..", "..", ".native", "lavapipe");

/** Whether the adapter is the processor itself. */
function isSoftware({ vendor, device, description, isFallbackAdapter }: AdapterInfo): boolean {
  return (
    isFallbackAdapter === true ||
    /swiftshader|llvmpipe|lavapipe|software/i.test(`${vendor} ${device} ${description}`)
  );
}

/** vendor: name (architecture), as far as the adapter tells. */
function describe({ vendor, architecture, device, description }: AdapterInfo): string {
  const name = [device, description].find((text) => text && !/^0x/.test(text)) ?? (device || "unnamed");
  return `${vendor || "unknown vendor"}: ${name}${architecture ? ` (${architecture})` : ""}`;
}

async function adapterOf(gpu: Gpu): Promise<Adapter | undefined> {
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  return adapter ? { device: describe(adapter.info), software: isSoftware(adapter.info) } : undefined;
}

/**
 * Whether the Vulkan loader is in this process, which Dawn finds by its name. Asked beforehand, as Dawn complains on
 * stderr where there is none. 1 is RTLD_LAZY, 0x1000 RTLD_NODELETE: it is no addon, so Node reports an error and would
 * unload it.
 */
function hasVulkan(library: string): boolean {
  if (process.platform !== "linux") return true;
  try {
    process.dlopen({ exports: {} }, library, 0x1001);
  } catch (error) {
    return !/cannot open shared object/.test((error as Error).message);
  }
  return true;
}

/** Lets the Vulkan loader find what scripts/setup-lavapipe.sh unpacked; false where it did not. */
function useLavapipe(): boolean {
  const manifest = join(LAVAPIPE, "lvp_icd.json");
  if (process.env.VK_ICD_FILENAMES !== undefined || !existsSync(manifest)) return false;
  process.env.VK_ICD_FILENAMES = manifest;
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  return hasVulkan(LOADER) || hasVulkan(join(LAVAPIPE, LOADER));
}

let found: Promise<Adapter | undefined> | undefined;

/**
 * Defines `navigator.gpu` and the GPU* globals by Dawn (npm `webgpu`), as tfjs-backend-webgpu expects them, and resolves
 * to the adapter it will get: a GPU's, or lavapipe's where it is set up; undefined where there is none. Once per process.
 */
export function openWebgpu(): Promise<Adapter | undefined> {
  found ??= (async () => {
    const { create, globals } = createRequire(import.meta.url)("webgpu") as {
      create(options: string[]): Gpu;
      globals: object;
    };
    Object.assign(globalThis, globals);
    for (const usable of [() => hasVulkan(LOADER), useLavapipe]) {
      if (!usable()) continue;
      const gpu = create([]);
      const adapter = await adapterOf(gpu);
      if (adapter === undefined) continue;
      Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true });
      return adapter;
    }
    return undefined;
  })();
  return found;
}
