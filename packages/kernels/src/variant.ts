// The two compiled forms of the kernels, and which of them an engine can run.
import { readFileSync } from "node:fs";
import { CannotStart } from "./cannot-start.ts";
import { sourcesDigest } from "./sources.ts";

/** `relaxed`: multiply-adds by relaxed SIMD, which rounds once where the processor can; `plain`: a product, then a sum. */
export type Variant = "relaxed" | "plain";

/** A module of one function: f32x4.relaxed_madd of three zero vectors, dropped. */
const relaxedProbe = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // "\0asm", version 1
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00], // one type: () → ()
  ...[0x03, 0x02, 0x01, 0x00], // one function of it
  ...[0x0a, 0x14, 0x01, 0x12, 0x00], // its body of 18 bytes, no locals
  ...[0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f], // thrice i8x16.splat (i32.const 0)
  ...[0xfd, 0x85, 0x02, 0x1a, 0x0b], // f32x4.relaxed_madd, drop, end
);

/** The better variant that this engine validates. */
export function bestVariant(): Variant {
  return WebAssembly.validate(relaxedProbe) ? "relaxed" : "plain";
}

const BUILD = "run `npm run build`";
const compiled = new Map<Variant, WebAssembly.Module>();

/** The module of a variant, compiled once per process. CannotStart where it is not built, cut, or built from other sources. */
export function moduleOf(variant: Variant): WebAssembly.Module {
  const known = compiled.get(variant);
  if (known !== undefined) return known;
  const dist = new URL("../dist/", import.meta.url);
  let bytes: Buffer<ArrayBuffer>;
  let builtFrom: string;
  try {
    bytes = readFileSync(new URL(`${variant}.wasm`, dist));
    builtFrom = readFileSync(new URL("sources.sha256", dist), "utf8");
  } catch (cause) {
    throw new CannotStart(`the WebAssembly kernels are not built (no ${variant}.wasm)`, BUILD, { cause });
  }
  if (builtFrom !== sourcesDigest())
    throw new CannotStart(
      "the WebAssembly kernels were built from other sources (kernels, fields of their jobs, or build) than there are now",
      BUILD,
    );
  let module: WebAssembly.Module;
  try {
    module = new WebAssembly.Module(bytes);
  } catch (cause) {
    throw new CannotStart(`${variant}.wasm is cut or altered (${(cause as Error).message})`, BUILD, {
      cause,
    });
  }
  compiled.set(variant, module);
  return module;
}
