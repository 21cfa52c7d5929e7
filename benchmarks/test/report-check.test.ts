// What is checked in follows from the measurements: edits, gaps and stale files are found.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Result, writeResult } from "@widthwise/measure";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeAll } from "../src/publish/generate.ts";
import { sealText } from "../src/publish/seal.ts";
import { spliceReadme } from "../src/publish/splice.ts";
import { type Stale, staleFiles } from "../src/publish/stale.ts";
import { verifyDerived } from "../src/publish/verify-derived.ts";
import { madeKernels, madeResult } from "./made-result.ts";

const small = madeResult({
  widths: [256, 512, 1024, 2048, 4096, 8192],
  only: ({ algorithm, backend }) => backend === "js" && /dense-gd|live/.test(algorithm),
});

const folder = "reports/machine-a/2026-08-01-cpi";
let root: string;

function publish(at: string, result: Result): void {
  const path = join(root, at, "result.json");
  writeResult(path, result);
  writeFileSync(join(root, at, "SHA256SUMS"), sealText(new Map([["result.json", readFileSync(path)]])));
}

/** Replaces the first occurrence; fails where there is none, so that no test passes by editing nothing. */
function edit(path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(root, path), "utf8");
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  writeFileSync(join(root, path), edited);
}

async function problems(): Promise<string[]> {
  return (await staleFiles(root)).map(({ problem, path }: Stale) => `${problem} ${path}`);
}

describe("report --check", () => {
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "widthwise-report-"));
    writeFileSync(
      join(root, "README.md"),
      "# Title\n\n<!-- widthwise:headline begin -->\nold\n<!-- widthwise:headline end -->\n<!-- widthwise:questions begin -->\n<!-- widthwise:questions end -->\n<!-- widthwise:suites begin -->\n<!-- widthwise:suites end -->\n\nTail\n",
    );
    publish(folder, small);
    publish("reports/machine-a/2026-08-01-kernels", madeKernels());
    await writeAll(root);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test("finds nothing after writing, and writing again writes nothing", async () => {
    expect(await staleFiles(root)).toEqual([]);
    expect(await writeAll(root)).toEqual({ written: [], untold: [] });
  });

  test("finds a number edited in README.md, and says where", async () => {
    edit("README.md", /(\d\.\d)\d\d \[/, "$199 [");
    expect(await problems()).toEqual(["stale README.md"]);
    expect((await staleFiles(root))[0].detail).toMatch(/^line \d+ is /);
  });

  test("leaves what is written by hand in README.md alone", async () => {
    edit("README.md", "Tail", "Another tail");
    expect(await staleFiles(root)).toEqual([]);
  });

  test("finds a number edited in result.md, in a plot, on the page", async () => {
    edit(`${folder}/result.md`, /\d\.\d{3}/, "0.001");
    edit(`${folder}/cost.svg`, /(d="M)\d/, "$19");
    edit(`${folder}/index.html`, " ms [", " s [");
    edit(`${folder}/dispatch.json`, /"width": \d/, '"width": 7');
    edit("reports/README.md", "faster", "much faster");
    expect((await problems()).sort()).toEqual([
      "stale reports/README.md",
      `stale ${folder}/cost.svg`,
      `stale ${folder}/dispatch.json`,
      `stale ${folder}/index.html`,
      `stale ${folder}/result.md`,
    ]);
  });

  test("finds an edited result.json, even when everything is generated again", async () => {
    edit(`${folder}/result.json`, /"median": \d/, '"median": 9');
    await writeAll(root);
    const found = await staleFiles(root);
    expect(found.every(({ problem }) => problem === "altered")).toBe(true);
    const details = found.map(({ detail }) => detail).join("\n");
    expect(details).toContain("changed after it was published");
    expect(details).toMatch(/timing\.median: the file says/);
  });

  test("finds it without the checksum as well", async () => {
    edit(`${folder}/result.json`, /"seconds": \d/, '"seconds": 9');
    rmSync(join(root, folder, "SHA256SUMS"));
    expect((await staleFiles(root)).map(({ detail }) => detail).join()).toContain("SHA256SUMS is missing");
  });

  test("names missing and superfluous files", async () => {
    rmSync(join(root, folder, "cost.svg"));
    writeFileSync(join(root, folder, "notes.txt"), "by hand");
    expect(await problems()).toEqual([`missing ${folder}/cost.svg`, `superfluous ${folder}/notes.txt`]);
  });

  test("names what is left of a removed result", async () => {
    rmSync(join(root, folder, "result.json"));
    const found = await problems();
    expect(found).toContain(`superfluous ${folder}/result.md`);
    expect(found).toContain(`superfluous ${folder}/SHA256SUMS`);
    expect(found).toContain("stale README.md");
  });
});

describe("verifyDerived", () => {
  test("a result that follows from its samples has no problem", () => {
    expect(verifyDerived(madeResult())).toEqual([]);
    expect(verifyDerived(madeKernels())).toEqual([]);
  });

  const edits: readonly (readonly [string, (result: Result) => void, RegExp])[] = [
    ["a median", ({ cells }) => (cells[0].timing!.median *= 1.001), /timing\.median/],
    ["an interval", ({ cells }) => (cells[0].timing!.hi *= 1.1), /timing\.hi/],
    ["a sample", ({ cells }) => (cells[0].timing!.samples[0] /= 2), /cell dense-gd js.*width=256.*timing/],
    ["a rate", ({ cells }) => (cells[1].rate!.flopsPerSecond *= 2), /rate/],
    ["an exponent", ({ fits }) => (fits[0].exponent.value -= 0.01), /fits\.0\.exponent\.value/],
    ["a crossover", ({ crossovers }) => (crossovers[0].status = "unresolved"), /crossovers\.0\.status/],
    ["a missing fit", ({ fits }) => fits.pop(), /fits\.\d+/],
    ["a wrong answer called right", ({ cells }) => (cells[0].check!.value = 99), /its check failed/],
    ["a time for a skipped cell", ({ cells }) => (cells[0].status = "skipped"), /is skipped, yet has a time/],
    ["a dropped round", ({ cells }) => cells[0].timing!.rounds.pop(), /samples in \d+ rounds/],
  ];
  test.each(edits)("finds %s", (_, change, message) => {
    const edited = structuredClone(small);
    change(edited);
    expect(verifyDerived(edited).join("\n")).toMatch(message);
  });
});

describe("spliceReadme", () => {
  const text = "a\n<!-- widthwise:x begin -->\nold\n<!-- widthwise:x end -->\nb\n";

  test("replaces what stands between the markers and nothing else, and is idempotent", () => {
    const spliced = spliceReadme(text, new Map([["x", "new $1 $&\n"]]));
    expect(spliced).toBe("a\n<!-- widthwise:x begin -->\nnew $1 $&\n<!-- widthwise:x end -->\nb\n");
    expect(spliceReadme(spliced, new Map([["x", "new $1 $&\n"]]))).toBe(spliced);
  });

  test.each([
    ["a missing begin", text.replace("x begin", "y begin"), /nothing fills the block "y"/],
    ["no marker at all", "a\n", /x begin --> is missing/],
    ["a missing end", text.replace("<!-- widthwise:x end -->", ""), /x end --> is missing/],
    ["a double marker", text + text, /stands there twice/],
    ["a wrong order", "<!-- widthwise:x end -->\n<!-- widthwise:x begin -->\n", /stands before/],
  ])("refuses %s", (_, bad, message) => {
    expect(() => spliceReadme(bad, new Map([["x", "new"]]))).toThrow(message);
  });
});
