import { existsSync, mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the adapter says of itself. */
export interface Adapter {
  /** "nvidia: NVIDIA H100 80GB HBM3 (hopper)" */
  readonly device: string;
  /** a GPU interface served by the processor: never to be reported as a GPU */
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

const LAVAPIPE = join(import.meta.dirname, "..", "..", "..", ".native", "lavapipe");

export function isSoftware({ vendor, device, description, isFallbackAdapter }: AdapterInfo): boolean {
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

/** Lets the Vulkan loader find what scripts/setup-lavapipe.sh unpacked; false where it did not. */
function useLavapipe(): boolean {
  const manifest = join(LAVAPIPE, "lvp_icd.json");
  if (process.env.VK_ICD_FILENAMES !== undefined || !existsSync(manifest)) return false;
  process.env.VK_ICD_FILENAMES = manifest;
  process.env.XDG_RUNTIME_DIR ??= mkdtempSync(join(tmpdir(), "widthwise-"));
  try {
    // Dawn asks for libvulkan.so.1 by name, which is answered by one already loaded; 1 is RTLD_LAZY, 0x1000 RTLD_NODELETE
    process.dlopen({ exports: {} }, join(LAVAPIPE, "libvulkan.so.1"), 0x1001);
  } catch {
    // "did not self-register": it is no addon, but it stays loaded
  }
  return true;
}

let found: Promise<Adapter | undefined> | undefined;

/**
 * Defines `navigator.gpu` and the GPU* globals by Dawn (npm `webgpu`), as tfjs-backend-webgpu expects them, and resolves
 * to the adapter it will get: a GPU's, or lavapipe's where it is set up; undefined where there is none. Once a process.
 */
export function openWebgpu(): Promise<Adapter | undefined> {
  found ??= (async () => {
    const { create, globals } = createRequire(import.meta.url)("webgpu") as {
      create(options: string[]): Gpu;
      globals: object;
    };
    Object.assign(globalThis, globals);
    let gpu = create([]);
    let adapter = await adapterOf(gpu);
    if (adapter === undefined && useLavapipe()) {
      gpu = create([]);
      adapter = await adapterOf(gpu);
    }
    if (adapter) Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true });
    return adapter;
  })();
  return found;
}
