// A page that cannot be made names its result and leaves all others alone; what was measured is safe before anything is told.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Result, readResult, writeResult } from "@widthwise/measure";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { exitCodes } from "../src/exit-codes.ts";
import { writeAll } from "../src/publish/generate.ts";
import { brokenSeals, sealText } from "../src/publish/seal.ts";
import { staleFiles } from "../src/publish/stale.ts";
import { finishRun } from "../src/verbs/actions/finish-run.ts";
import { madeKernels, madeResult } from "./made-result.ts";

const told = vi.hoisted(() => ({ fault: undefined as Error | undefined }));
vi.mock(import("../src/publish/report-blocks.ts"), async (original) => {
  const { reportBlocks, screenBlocks } = await original();
  return {
    screenBlocks,
    reportBlocks(...given) {
      if (told.fault !== undefined) throw told.fault;
      return reportBlocks(...given);
    },
  };
});

const small = madeResult({ widths: [256, 512, 1024, 2048, 4096], only: ({ backend }) => backend === "js" });
const gone: Result = {
  ...madeResult({ only: () => false }),
  suite: "gone",
  kind: "study",
  study: { name: "gone", params: {}, datasets: [] },
};

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "widthwise-untold-"));
  const blocks = ["headline", "questions", "suites"].map(
    (name) => `<!-- widthwise:${name} begin -->\n<!-- widthwise:${name} end -->\n`,
  );
  writeFileSync(join(root, "README.md"), blocks.join("\n"));
});
afterEach(() => rmSync(root, { recursive: true }));

const folderOf = (run: string) => join(root, "reports", "machine-a", run);
function publish(run: string, result: Result): void {
  const path = join(folderOf(run), "result.json");
  writeResult(path, result);
  writeFileSync(join(folderOf(run), "SHA256SUMS"), sealText(new Map([["result.json", readFileSync(path)]])));
}

describe("report", () => {
  const unreadable: readonly (readonly [string, (run: string) => void, RegExp])[] = [
    ["a study that nobody knows", (run) => publish(run, gone), /this version knows no study gone/],
    [
      "parameters that its study does not have",
      (run) => publish(run, { ...gone, suite: "basins", study: { ...gone.study!, name: "basins" } }),
      /other parameters of study basins: deltas/,
    ],
    [
      "a file that was cut",
      (run) => {
        publish(run, small);
        writeFileSync(join(folderOf(run), "result.json"), '{"schema": "widthwise-res');
      },
      /result\.json/,
    ],
  ];
  test.each(unreadable)("%s: named, and every other page is made", async (_, make, why) => {
    publish("2026-08-01-cpi", small);
    publish("2026-08-01-kernels", madeKernels());
    make("2026-08-02-gone");
    const path = "reports/machine-a/2026-08-02-gone/result.json";
    const { written, untold } = await writeAll(root);
    expect(untold.map((one) => one.path)).toEqual([path]);
    expect(untold[0].why).toMatch(why);
    for (const file of ["cpi/index.html", "kernels/index.html"])
      expect(written).toContain(`reports/machine-a/2026-08-01-${file}`);
    expect(readFileSync(join(root, "reports/README.md"), "utf8")).toContain("2026-08-02-gone/result.json");
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain("faster");
    // the check says the same and nothing else, and takes no file of that folder for superfluous
    writeFileSync(join(folderOf("2026-08-02-gone"), "result.md"), "of another version");
    const found = await staleFiles(root);
    expect(found.map((one) => `${one.problem} ${one.path}`)).toEqual([`untold ${path}`]);
  });

  test("a README without its markers is named, and every other page is made", async () => {
    publish("2026-08-01-kernels", madeKernels());
    writeFileSync(join(root, "README.md"), "# By hand");
    const { written, untold } = await writeAll(root);
    expect(untold).toEqual([{ path: "README.md", why: expect.stringContaining("put it back") }]);
    expect(written).toContain("reports/README.md");
    rmSync(join(root, "README.md"));
    expect((await writeAll(root)).untold[0].why).toMatch(/README\.md is missing/);
  });
});

describe("after measuring", () => {
  const finished = async (result: Result) => {
    let said = "";
    const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += text;
      return true;
    });
    const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    onTestFinished(() => {
      for (const spy of [stderr, stdout]) spy.mockRestore();
      process.exitCode = 0;
      told.fault = undefined;
    });
    const destination = { parent: root, name: "cpi" };
    await finishRun(result, destination, { publish: false }, { samples: ['{"kind":"sampled"}'] });
    const [folder] = readdirSync(root).filter((name) => name.endsWith("-cpi"));
    return { said, exitCode: process.exitCode, folder: join(root, folder) };
  };

  test("a report that cannot be made leaves result, samples and seal, and is named as a fault to report", async () => {
    told.fault = new TypeError("Cannot read properties of undefined");
    const { said, exitCode, folder } = await finished(small);
    expect(exitCode).toBe(exitCodes.internal);
    expect(said).toMatch(
      /measured: .*result\.json; its report cannot be made: internal error: TypeError: Cannot read/,
    );
    expect(said).toContain("please report the command and this line to the maintainers");
    expect(readResult(join(folder, "result.json")).cells).toHaveLength(small.cells.length);
    expect(existsSync(join(folder, "samples.jsonl.gz"))).toBe(true);
    expect(brokenSeals(folder)).toEqual([]);
  });

  test("likewise a study that nobody tells", async () => {
    const { said, exitCode, folder } = await finished(gone);
    expect(exitCode).toBe(exitCodes.usage);
    expect(said).toContain("knows no study gone");
    expect(readResult(join(folder, "result.json")).suite).toBe("gone");
  });

  test("a report that can be made is said to be there", async () => {
    const { said, folder } = await finished(small);
    expect(said).toBe("");
    expect(existsSync(join(folder, "index.html"))).toBe(true);
  });
});
