// The layers of benchmarks/src hold: what a process loads, what a version hashes, and what may import what.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { codeVersion, importedSources } from "../src/measuring/code-version.ts";
import { workspaceRoot } from "../src/workspace.ts";

const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));
const preload = join(workspaceRoot, "benchmarks/test/fixtures/list-modules.ts");
const below = (folder: string) => join(workspaceRoot, "benchmarks/src", folder);

/** Own modules that a process loads while it runs `script`, by their paths below benchmarks/src. */
async function loadedBy(script: string): Promise<string[]> {
  const list = join(scratch(), "modules");
  writeFileSync(list, "");
  await execa(process.execPath, ["--input-type=module", "--eval", script], {
    env: { NODE_OPTIONS: `--import=${preload}`, LOADED_MODULES: list },
  });
  const prefix = `file://${below("")}/`;
  return readFileSync(list, "utf8")
    .split("\n")
    .filter((url) => url.startsWith(prefix))
    .map((url) => url.slice(prefix.length));
}

test("a process that runs one job of a study loads no other study, no page and no telling", async () => {
  const script = `
    import { startJobProcess } from ${JSON.stringify(below("studies/start-job-process.ts"))};
    const job = { cell: { algorithm: "gradient-flow", d: 2, params: { delta: -2, condition: 1 } }, readouts: 2, angles: 2, mostReadout: 5 };
    const host = startJobProcess();
    const { outcomes } = await host.ask("job", { study: "basins", job, settings: { seed: 1 } });
    host.end();
    if (outcomes[0].status === "error") throw new Error(outcomes[0].reason);`;
  const loaded = await loadedBy(script);
  expect(loaded).toContain("studies/job-worker.ts");
  expect(loaded).toContain("studies/basins/measure.ts");
  const foreign = loaded.filter((path) => /^(page|telling|publish|verbs)\/|\/tell(\.ts|\/)/.test(path));
  expect(foreign).toEqual([]);
  expect(loaded.filter((path) => /^studies\/(?!basins\/)[^/]+\//.test(path))).toEqual([]);
  expect(new Set(loaded).size).toBeLessThan(25);
});

test("what a version hashes is what a worker loads: no word of a report, no other study", () => {
  const sources = [...importedSources(below("studies/basins/measure.ts"))].map((file) =>
    file.slice(workspaceRoot.length),
  );
  expect(sources).toContain("benchmarks/src/studies/basins/run.ts");
  expect(sources.filter((file) => /benchmarks\/src\/(page|telling|publish|verbs)\/|tell/.test(file))).toEqual(
    [],
  );
  expect(sources.filter((file) => /studies\/(?!basins\/)[^/]+\//.test(file))).toEqual([]);
  expect(codeVersion("basins")).not.toBe(codeVersion("minimal-model"));
});

/** The repository's own tree of sources, with one file more. */
function planted(path: string, text: string): string {
  const root = scratch();
  for (const folder of ["packages", "benchmarks/src"])
    cpSync(join(workspaceRoot, folder), join(root, folder), {
      recursive: true,
      filter: (source) => !/node_modules|\/dist(\/|$)/.test(source),
    });
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
  return root;
}

test.each([
  ["packages/core/src/planted.ts", 'import "@widthwise/train";', /core may import no sibling/],
  ["packages/core/src/planted.ts", 'import "../../train/src/index.ts";', /must not leave its package/],
  ["benchmarks/src/page/planted.ts", 'import "../publish/generate.ts";', /page may import base/],
  ["benchmarks/src/studies/basins/planted.ts", 'import "./tell/rows.ts";', /measure may import/],
  ["benchmarks/src/studies/basins/tell/planted.ts", 'import "../../largest/law.ts";', /nothing of another/],
  ["benchmarks/src/elsewhere/planted.ts", "export {};", /stands in no layer/],
])("an import against the table fails: %s with %s", async (path, text, message) => {
  const script = join(workspaceRoot, "scripts/check-imports.ts");
  const { exitCode, stderr } = await execa(process.execPath, [script, planted(path, text)], {
    reject: false,
  });
  expect(stderr).toMatch(message);
  expect(exitCode).toBe(1);
});

test.each([
  [
    "a circle of files",
    "noImportCycles",
    {
      "a.ts": 'import type { B } from "./b.ts";\n\nexport type A = B | 1;\n',
      "b.ts": 'import type { A } from "./a.ts";\n\nexport type B = A | 2;\n',
    },
  ],
  [
    "arguments spread from a list of any length",
    "dies of some hundred thousand values",
    { "benchmarks/src/a.ts": "export const most = (list: number[]) => Math.max(0, ...list);\n" },
  ],
])("%s fails the linter", async (_, message, files) => {
  const root = scratch();
  for (const file of ["biome.json", ".gitignore", "scripts/spread-extremes.grit"])
    cpSync(join(workspaceRoot, file), join(root, file));
  symlinkSync(join(workspaceRoot, "node_modules"), join(root, "node_modules"));
  await execa("git", ["init", "--quiet"], { cwd: root });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const biome = join(workspaceRoot, "node_modules/.bin/biome");
  const { exitCode, stderr } = await execa(biome, ["lint", "."], { cwd: root, reject: false });
  expect(stderr).toContain(message);
  expect(exitCode).toBe(1);
});
