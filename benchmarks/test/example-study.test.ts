// The example of CONTRIBUTING is a study that runs: its jobs are right, its report has its table and its plot.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { measure } from "../../docs/example-study/measure.ts";
import { tell } from "../../docs/example-study/tell.ts";
import { toCell } from "../src/measuring/jobs/cells.ts";
import { runJob } from "../src/measuring/jobs/run-job.ts";
import { printMarkdown } from "../src/page/markdown.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { madeResult } from "./made-result.ts";

const folder = join(workspaceRoot, "docs/example-study");
const suite = JSON.parse(readFileSync(join(folder, "suite.json"), "utf8"));
const settings = { seed: 1 };

test("the example study is measured and told", async () => {
  const params = suite.profiles.verify;
  const jobs = measure.jobs(measure.params.parse(params) as Parameters<typeof measure.jobs>[0], settings);
  const cells = [];
  for (const job of jobs) {
    const { outcomes } = await runJob(
      { study: "largest-normal", job, settings },
      async () => measure as never,
    );
    cells.push(...outcomes.map((outcome) => toCell(job, outcome, new Map())));
  }
  expect(cells.map(({ status }) => status)).toEqual(cells.map(() => "ok"));
  const result = {
    ...madeResult({ only: () => false }),
    suite: "largest-normal",
    study: { name: "largest-normal", params, datasets: [] },
    cells,
  };
  const text = printMarkdown(tell.tables(result));
  expect(text).toContain("largest, median over seeds");
  expect(text.match(/^\| 2/gm)).toHaveLength(7);
  const [plot] = tell.plots(result);
  expect(await renderSvg(plot.name, plot.spec)).toContain("<svg");
  const lines = ["measure.ts", "tell.ts"].map((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  expect(lines.flat().length).toBeLessThan(75);
});
