// Compiles assembly/ twice: with relaxed multiply-adds, which the engine may fuse, and without.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { sourcesDigest } from "../src/sources.ts";

const root = dirname(fileURLToPath(new URL(".", import.meta.url)));
mkdirSync(`${root}/dist`, { recursive: true });

/** Bytes at the start of the memory that the thread pool uses itself; see assembly/pool.ts. */
const reserved = 1024;

for (const variant of ["relaxed", "plain"]) {
  const features = variant === "relaxed" ? "simd,threads,relaxed-simd" : "simd,threads";
  const { error, stderr } = await asc.main([
    "assembly/index.ts",
    ...["--baseDir", root, "--outFile", `dist/${variant}.wasm`, "--enable", features, "--runtime", "stub"],
    ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
    ...["--memoryBase", String(reserved), "--noAssert", "-O3", "--uncheckedBehavior", "always"],
  ]);
  if (error !== null) {
    process.stderr.write(stderr.toString());
    throw error;
  }
}
writeFileSync(`${root}/dist/sources.sha256`, sourcesDigest());
