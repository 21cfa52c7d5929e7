// The import graph is a star: a package imports only what this table allows, so that ideas stay separable.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const allowed: Record<string, readonly string[]> = {
  core: [],
  kernels: ["core"],
  data: ["core"],
  "sparse-tree": ["core"],
  sketch: ["core"],
  measure: ["core"],
  dynamics: ["core", "kernels"],
  linearize: ["core"],
  backends: ["core", "kernels"],
  train: ["core", "sparse-tree", "sketch", "backends"],
};

const packages = fileURLToPath(new URL("../packages", import.meta.url));
const problems: string[] = [];
for (const name of readdirSync(packages)) {
  const source = join(packages, name, "src");
  for (const file of readdirSync(source, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(join(source, file), "utf8");
    for (const [, imported] of text.matchAll(/from "@widthwise\/([\w-]+)"/g))
      if (!allowed[name]?.includes(imported))
        problems.push(
          `packages/${name}/src/${file} imports ${imported}: ${name} may import ${allowed[name]?.join(", ") || "no sibling"}`,
        );
    if (/from "(\.\.\/){2,}/.test(text))
      problems.push(`packages/${name}/src/${file} reaches outside its package by a relative path`);
  }
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
