// Compiles assembly/ twice: with relaxed multiply-adds, which the engine may fuse, and without. Before that it writes
// dist/jobs.ts, the classes of the jobs, from their list of fields.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { BLOCK, jobs } from "../src/jobs/fields.ts";
import { type Fields, offsetsOf } from "../src/jobs/job.ts";
import { sourcesDigest } from "../src/sources.ts";

const root = dirname(fileURLToPath(new URL(".", import.meta.url)));
mkdirSync(`${root}/dist`, { recursive: true });

/** Bytes at the start of the memory that the thread pool uses itself; see assembly/pool.ts. */
const reserved = 1024;

/** An AssemblyScript class of these fields, and checks by its compiler that they stand where the loader takes them to be. */
function classOf(name: string, fields: Fields): string {
  const members = Object.entries(fields).map(([field, type]) => `  ${field}!: ${type};\n`);
  const checks = Array.from(
    offsetsOf(fields),
    ([field, at]) =>
      `if (offsetof<${name}>("${field}") != ${at}) ERROR("${name}.${field} is not at ${at}");\n`,
  );
  return `@unmanaged\nexport class ${name} {\n${members.join("")}}\n${checks.join("")}`;
}

const classes = Object.entries(jobs).map(([name, fields]) => classOf(name, fields));
writeFileSync(
  `${root}/dist/jobs.ts`,
  `// Written by scripts/build.ts from src/jobs/fields.ts, which says what the fields mean.\n\nexport const BLOCK: u32 = ${BLOCK};\n\n${classes.join("\n")}`,
);

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
