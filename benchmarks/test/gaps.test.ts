// The report bears every legal result: measures without a number, and cells that failed, in any share, told as dashes or not at all.
import { globSync } from "node:fs";
import { join } from "node:path";
import { readResult } from "@widthwise/measure";
import { expect, test } from "vitest";
import { generateFolder } from "../src/publish/generate.ts";
import { tellable } from "../src/publish/tellable.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { toldWrong, withGaps, wrongWords } from "./gaps.ts";

const reports = join(workspaceRoot, "reports");
const published = globSync("*/*/result.json", { cwd: reports }).sort();
/** Their many pages take seconds, and are those of other suites at more sizes. */
const large = /-(cpi|cpi-n)\/result\.json$/;
/** Of each result; no two results have the same. */
const DRAWS = 2;

test("there are results of many suites", () => {
  expect(published.length).toBeGreaterThan(25);
});

test.each([...published.entries()])("%s %s with gaps", async (k, path) => {
  const result = readResult(join(reports, path));
  const holed = Array.from({ length: DRAWS }, (_, draw) => withGaps(result, 1 + DRAWS * k + draw));
  for (const one of holed) expect(await toldWrong(one)).toEqual([]);
  if (large.test(path)) return;
  const [first] = holed;
  for (const [name, content] of await generateFolder(await tellable(first)))
    if (!name.endsWith(".json")) expect(wrongWords(content), name).toEqual([]);
});
