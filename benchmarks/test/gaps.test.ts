// Every published result with gaps: its report is told, and no number that is not there is printed as one.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readResult } from "@widthwise/measure";
import { expect, test } from "vitest";
import { printMarkdown } from "../src/page/markdown.ts";
import { reportBlocks, screenBlocks } from "../src/publish/report-blocks.ts";
import { tellOf } from "../src/publish/tell-of.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { withGaps } from "./gaps.ts";

const reports = join(workspaceRoot, "reports");
const results = readdirSync(reports, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("result.json"))
  .sort();

/** Drawings of each result. */
const SEEDS = [1, 2, 3, 4];

test.each(results)("%s", { timeout: 120_000 }, async (path) => {
  const whole = readResult(join(reports, path));
  const tell = await tellOf(whole);
  for (const seed of SEEDS) {
    const result = withGaps(whole, seed);
    const text = printMarkdown([...reportBlocks(result, tell), ...screenBlocks(result, tell)]);
    expect(text).not.toMatch(/\bNaN\b|\bundefined\b|Infinity|\[object Object\]/);
    expect(tell.headline(result)).not.toMatch(/\bNaN\b|\bundefined\b/);
    for (const { spec } of tell.plots(result)) expect(JSON.stringify(spec)).not.toContain("NaN");
  }
});
