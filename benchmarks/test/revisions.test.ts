// Two revisions in one run: what each side loads, what counts as the same code, and how a comparison ends that cannot be made.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { commitAt, commitWith, textAt } from "@widthwise/measure";
import { execa } from "execa";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeOfSide, withoutComments } from "../src/measuring/revisions/code-of-side.ts";
import { differingLibraries } from "../src/measuring/revisions/dependencies.ts";
import { extraGrowth } from "../src/measuring/revisions/growth.ts";
import { isNarrow } from "../src/measuring/revisions/narrow.ts";
import { ordersOf } from "../src/measuring/revisions/pair-orders.ts";
import { copySide, workerOf } from "../src/measuring/revisions/side.ts";
import { Sides } from "../src/measuring/revisions/sides.ts";
import { commandFile, workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";

const HEAD = commitAt(workspaceRoot, "HEAD");
const INDEX = "packages/train/src/index.ts";
const index = textAt(workspaceRoot, HEAD, INDEX);
/** HEAD with one file changed. */
const changed = (text: string) => commitWith(workspaceRoot, HEAD, new Map([[INDEX, text]]), "changed");

describe("code without comments", () => {
  const source = readFileSync(fileURLToPath(import.meta.url), "utf8");
  const lines = source.split("\n");
  test("comments and indentation may come and go anywhere between lines", () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.constantFrom("// said", "/* said */", "/** said\n * twice\n */", "", "    "),
        (at, comment) => {
          expect(withoutComments([...lines.slice(0, at), comment, ...lines.slice(at)].join("\n"))).toBe(
            withoutComments(source),
          );
        },
      ),
      { numRuns: 50 },
    );
  });
  test("any other word makes a difference, also in text that looks like a comment", () => {
    expect(withoutComments('const a = "// b";')).not.toBe(withoutComments('const a = "// c";'));
    expect(withoutComments("a = /\\/\\/ b/;")).not.toBe(withoutComments("a = /\\/\\/ c/;"));
    expect(withoutComments("return\nx")).not.toBe(withoutComments("return x"));
  });
});

describe("libraries", () => {
  const lock = (version: string, tool: string) =>
    JSON.stringify({
      packages: {
        "": { name: "root", devDependencies: { tool } },
        "packages/core": { dependencies: { matrix: "1" }, version: "0.1.0" },
        "node_modules/matrix": { version, integrity: "sha" },
        "node_modules/tool": { version: tool, integrity: "sha", dev: true },
        "node_modules/@widthwise/core": { resolved: "packages/core", link: true },
      },
    });
  test("agree where those of the measured packages do, whatever the tools are", () => {
    expect(differingLibraries(lock("1.0.0", "1.0.0"), lock("1.0.0", "2.0.0"))).toEqual([]);
    expect(differingLibraries(lock("1.0.0", "1.0.0"), lock("1.0.1", "1.0.0"))).toEqual([
      "node_modules/matrix",
    ]);
  });
});

describe("memory", () => {
  const visits = (base: (k: number) => number, head: (k: number) => number) => ({
    kind: "process" as const,
    process: 0,
    failed: [],
    visits: Array.from({ length: 20 }, (_, k) =>
      (["base", "head"] as const).map((side) => ({
        side,
        id: "x",
        round: k,
        rawNs: [1],
        residentBytes: (side === "base" ? base : head)(k),
      })),
    ).flat(),
  });
  const flat = () => 1e8;
  test("a head that grows in every process is named; one that grows like its base, or once, is not", () => {
    const growing = (k: number) => 1e8 + 5e6 * k;
    expect(extraGrowth([visits(flat, growing), visits(flat, growing)])).toMatch(/^memory: .* grow by 75 MB/);
    expect(extraGrowth([visits(growing, growing), visits(growing, growing)])).toBeUndefined();
    expect(extraGrowth([visits(flat, growing), visits(flat, flat)])).toBeUndefined();
  });
});

describe("sides", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "widthwise-test-"));
  let sides: Sides;
  beforeAll(async () => {
    sides = await Sides.build(folder, { base: HEAD, head: changed(`${index}\nexport const more = 1;\n`) });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("differ by what was changed, and by nothing else", () => {
    expect(sides.differing).toEqual([INDEX]);
  });

  test("have paths of one length, and swap them from place to place", () => {
    const [first, second] = [sides.place(0), sides.place(1)];
    expect(new Set([first, second].flatMap((place) => [place.base.length, place.head.length])).size).toBe(1);
    expect(relative(folder, first.base)).toBe(join("0", "a"));
    expect(relative(folder, second.base)).toBe(join("1", "b"));
    expect(codeOfSide(second.head)).toEqual(codeOfSide(first.head));
  });

  test("each loads its own packages and no file of the other, of this checkout, or that was not compared", async () => {
    const hooks = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      process.send = () => {};
      await import(process.argv[1]);
      console.log(JSON.stringify(loaded));
      process.exit(0);`;
    for (const side of ["base", "head"] as const) {
      const own = sides.place(1)[side];
      const { stdout } = await execa(process.execPath, [
        ...["--input-type=module", "--eval", hooks],
        workerOf(own).href,
      ]);
      const loaded: string[] = JSON.parse(stdout.trim().split("\n").at(-1) as string);
      const files = loaded.filter((url) => url.startsWith("file:")).map((url) => fileURLToPath(url));
      const sources = files.filter((file) => !file.includes("/node_modules/"));
      expect(sources.length).toBeGreaterThan(50);
      const compared = codeOfSide(own);
      for (const file of sources) {
        expect(relative(own, file).startsWith("..")).toBe(false);
        expect(compared.has(relative(own, file))).toBe(true);
      }
      const text = readFileSync(join(own, INDEX), "utf8");
      expect(sources).toContain(join(own, INDEX));
      expect(text.includes("export const more")).toBe(side === "head");
      expect(compared.get(INDEX)).toBe(createHash("sha256").update(withoutComments(text)).digest("hex"));
    }
  });

  test("a copy of a side links to itself", () => {
    const copy = join(folder, "copy");
    copySide(sides.place(0).base, copy);
    const loaded = pathToFileURL(join(copy, "node_modules/@widthwise/train/src/index.ts"));
    expect(readFileSync(loaded, "utf8")).toBe(index);
    rmSync(join(copy, INDEX));
    expect(() => readFileSync(loaded)).toThrow();
  });
});

describe("compare", { timeout: 300_000 }, () => {
  const small = [
    "--n",
    "16",
    "--algorithms",
    "live-gn",
    "--backends",
    "wasm",
    "--widths",
    "64:1024",
    "--quiet",
  ];
  const place = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));

  test("a revision that differs by comments is the same, and nothing is timed", async () => {
    const head = changed(`// a remark\n${index}`);
    const { stdout, exitCode } = await widthwise(["compare", HEAD, head, ...small], { cwd: place() });
    expect(stdout).toMatch(/no code that is loaded differs/);
    expect(stdout.trim().split("\n").at(-1)).toMatch(/^verdict: same/);
    expect(exitCode).toBe(0);
  });

  test("a base whose code does not run in this program's worker is invalid, with the reason", async () => {
    const base = changed("export const nothing = 1;\n");
    const { stdout, exitCode } = await widthwise(["compare", base, HEAD, ...small], { cwd: place() });
    expect(stdout).toMatch(/the code of the base does not run in this program's worker: .*export/s);
    expect(stdout.trim().split("\n").at(-1)).toMatch(/^verdict: invalid/);
    expect(exitCode).toBe(4);
  });

  test("interrupted, it names --resume, leaves no folder, and goes on with what it measured", async () => {
    const cwd = place();
    const words = [
      "compare",
      HEAD,
      HEAD,
      ...small,
      "--time-equal",
      "--rounds",
      "1",
      "--processes",
      "2",
      "--most-processes",
      "2",
    ];
    const output = join(cwd, ".widthwise");
    const child = spawn(process.execPath, [commandFile, ...words], {
      cwd,
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, TMPDIR: cwd },
    });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    const journal = () => {
      const file =
        readdirSync(cwd).includes(".widthwise") &&
        readdirSync(output).find((name) => name.endsWith("first.jsonl"));
      return file ? readFileSync(join(output, file), "utf8") : "";
    };
    while (!journal().includes('"kind":"process"') && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect(code).toBe(130);
    expect(said).toMatch(/go on with npx widthwise compare .* --resume/);
    expect(readdirSync(cwd).filter((name) => name.startsWith("widthwise-revisions"))).toEqual([]);
    const kept = journal();
    const again = await widthwise(words, { cwd });
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toMatch(/--resume goes on from it, --fresh forgets it/);
    expect(journal()).toBe(kept);
    const { stdout, exitCode } = await widthwise([...words, "--resume"], { cwd });
    expect(stdout).toMatch(/2 processes of each side, 1 rounds in each/);
    expect(exitCode).toBe(0);
  });
});

describe("a measurement", () => {
  test("visits either side first as often as the other, in an order that the key alone decides", () => {
    const key = { seed: 3, stream: 8 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(50), (pairs, cell) => {
        const orders = ordersOf(2 * pairs, key, cell);
        expect(orders.filter(([first]) => first === "base")).toHaveLength(pairs);
        expect(ordersOf(2 * pairs, key, cell)).toEqual(orders);
      }),
    );
    expect(ordersOf(40, key, 0)).not.toEqual(ordersOf(40, key, 1));
    expect(ordersOf(40, key, 0)).not.toEqual(ordersOf(40, { ...key, seed: 4 }, 0));
  });

  test("ends when its intervals are narrow, wherever they lie", () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true });
    const half = fc.double({ min: 0, max: 0.1, noNaN: true });
    const judged = (at: number, wide: number, exponent: boolean, threshold: number) => ({
      verdict: "inconclusive" as const,
      threshold,
      p: 1,
      estimate: exponent
        ? { value: at, lo: at - wide, hi: at + wide }
        : { value: Math.exp(at), lo: Math.exp(at - wide), hi: Math.exp(at + wide) },
    });
    const shape = { algorithm: "a", backend: "b", threads: 1, precision: "float64", n: 1, d: 1, widths: [1] };
    fc.assert(
      fc.property(value, value, half, half, (one, other, level, exponent) => {
        const [here, there] = [one, other].map((at) => ({
          series: [
            { ...shape, level: judged(at, level, false, 0.015), exponent: judged(at, exponent, true, 0.01) },
          ],
        }));
        for (const what of [["level"], ["level", "exponent"]] as const)
          expect(isNarrow(here as never, what)).toBe(isNarrow(there as never, what));
      }),
    );
  });
});
