// What may import what, so that ideas stay separable: packages form a star, the layers of benchmarks/src a stack.
// usage: node scripts/check-imports.ts [root]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const packages: Record<string, readonly string[]> = {
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

/** Where a file of benchmarks/src stands: the first pattern that its path below benchmarks/src has. */
const rooms: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["cli", /^cli\.ts$/],
  // names, numbers, suites and questions: what everything may know
  ["base", /^[^/]+$/],
  ["tell", /^studies\/(told\.ts|[^/]+\/tell(\.ts$|\/))/],
  ["measure", /^studies\//],
  ["page", /^page\//],
  ["measuring", /^measuring\//],
  ["networks", /^networks\//],
  ["telling", /^telling\//],
  ["publish", /^publish\//],
  ["verbs", /^verbs\//],
];

/** A process that runs a study's job loads `measure` and what stands below it: no page, no telling. */
const layers: Record<string, readonly string[]> = {
  base: [],
  page: ["base"],
  measuring: ["base", "page"],
  networks: ["base", "measuring"],
  measure: ["base", "measuring", "networks"],
  telling: ["base", "page", "measuring", "networks"],
  tell: ["base", "page", "measuring", "networks", "measure", "telling"],
  publish: ["base", "page", "measuring", "telling", "tell"],
  verbs: ["base", "page", "measuring", "networks", "measure", "telling", "tell", "publish"],
  cli: ["base", "verbs"],
};

const root = resolve(process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url)));
const imported = /(?:\bfrom|\bimport|\bnew URL)\s*\(?\s*"([^"]+)"/g;
const problems: string[] = [];

/** Every .ts file below a folder, with what it imports. */
function filesBelow(folder: string): { path: string; imports: string[] }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name))
    .map((path) => ({
      path,
      imports: [...readFileSync(path, "utf8").matchAll(imported)].map(([, spec]) => spec),
    }));
}

const say = (path: string, spec: string, why: string) =>
  problems.push(`${relative(root, path)} imports ${spec}: ${why}`);

for (const name of readdirSync(join(root, "packages"))) {
  const folder = join(root, "packages", name);
  const may = packages[name] ?? [];
  for (const { path, imports } of filesBelow(join(folder, "src")))
    for (const spec of imports) {
      const sibling = /^@widthwise\/([\w-]+)/.exec(spec)?.[1];
      if (sibling !== undefined && !may.includes(sibling))
        say(path, spec, `${name} may import ${may.join(", ") || "no sibling"}`);
      if (spec.startsWith(".") && relative(folder, resolve(dirname(path), spec)).startsWith(".."))
        say(path, spec, "a relative path must not leave its package");
    }
}

const source = join(root, "benchmarks/src");
const roomOf = (path: string) => rooms.find(([, pattern]) => pattern.test(relative(source, path)))?.[0];
const studyOf = (path: string) => /^studies\/([^/]+)\//.exec(relative(source, path))?.[1];
for (const { path, imports } of filesBelow(source)) {
  const room = roomOf(path);
  if (room === undefined) {
    problems.push(`${relative(root, path)} stands in no layer: give it one in scripts/check-imports.ts`);
    continue;
  }
  for (const spec of imports.filter((each) => each.startsWith("."))) {
    const target = resolve(dirname(path), spec);
    if (!target.startsWith(`${source}/`) || !target.endsWith(".ts")) continue;
    const other = roomOf(target);
    if (other !== undefined && other !== room && !layers[room].includes(other))
      say(path, spec, `${room} may import ${layers[room].join(", ") || "nothing above it"}`);
    const [own, foreign] = [studyOf(path), studyOf(target)];
    if (own !== undefined && foreign !== undefined && own !== foreign)
      say(path, spec, "a study imports nothing of another: what they share stands in networks or telling");
  }
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
