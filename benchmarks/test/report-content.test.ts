// A report says what its result holds: every number, reason, loss and warning.
import { expect, test } from "vitest";
import { pieces } from "../src/page/document.ts";
import { percent, slopeInterval, timeInterval, widthLabel } from "../src/page/units.ts";
import { reportsReadme } from "../src/publish/index-page.ts";
import { reportBlocks } from "../src/publish/report-blocks.ts";
import { tellable } from "../src/publish/tellable.ts";
import { madeKernels, madeResult } from "./made-result.ts";
import { headlineOf, reportHtml, reportMarkdown, reportText } from "./reported.ts";
import { studyRun } from "./study-run.ts";

const result = madeResult();
const markdown = await reportMarkdown(result);

test("every time, exponent and share of the JSON stands in the Markdown", () => {
  for (const { timing, rate } of result.cells) {
    if (!timing) continue;
    expect(markdown).toContain(timeInterval(timing.median, timing.lo, timing.hi));
    if (rate?.ofPeak !== undefined) expect(markdown).toContain(percent(rate.ofPeak));
  }
  for (const fit of result.fits.filter(({ metric }) => metric === "iteration"))
    expect(markdown).toContain(slopeInterval(fit.exponent));
});

test("every cell without a time is listed with its reason", () => {
  const table = markdown.slice(
    markdown.indexOf("## What has no time"),
    markdown.indexOf("## The instrument"),
  );
  for (const cell of result.cells.filter(({ status }) => status !== "ok")) {
    const row = table
      .split("\n")
      .find(
        (line) => line.includes(`\`${cell.algorithm}\` | ${cell.backend} |`) && line.includes(cell.reason!),
      );
    expect(row).toContain(widthLabel(cell.width));
    expect(row).toContain(cell.status);
  }
});

test("every crossover is told in words", () => {
  const statuses = new Set(result.crossovers.map(({ status }) => status));
  expect(statuses).toContain("crossed");
  expect(statuses).toContain("always");
  expect(markdown).toMatch(
    /`tree-gn` on wasm beats `dense-gd` on tfjs-node \*\*from width \d+\*\* \[\d+, \d+\]/,
  );
  expect(markdown).toContain("at every width measured");
});

test("a loss of the sparse side is told as one", async () => {
  const lost = structuredClone(result);
  const [faster, slower] = [
    { algorithm: "dense-gd", backend: "js" },
    { algorithm: "live-gd", backend: "js" },
  ];
  lost.crossovers = [
    { faster, slower, n: 64, width: null, lo: null, hi: null, status: "always" },
    { faster: slower, slower: faster, n: 64, width: null, lo: null, hi: null, status: "unresolved" },
    { faster: slower, slower: faster, n: 64, width: 300, lo: null, hi: null, status: "crossed" },
  ];
  const text = await reportMarkdown(lost);
  expect(text).toContain("`live-gd` on js **never** beats `dense-gd` on js in 256 … 16384, n = 64");
  expect(text).toContain("**not resolved**");
  expect(text).toContain("**from width 300** [below 256, beyond 16384]");
});

test("a slow dense cell is never the baseline", async () => {
  const slow = structuredClone(result);
  for (const { backend, timing } of slow.cells)
    if (backend === "tfjs-node") timing?.notes.push("slow-baseline");
  const table = (await reportMarkdown(slow)).split("## Where does")[0];
  expect(table).not.toContain("than `dense-gd` on tfjs-node");
  expect(table).toContain("than `dense-gd` on wasm-mt");
});

test("a suite's aim is judged at the largest width, and a miss says by how much", async () => {
  const million = { ...structuredClone(result), suite: "cpi-million" };
  expect(await reportMarkdown(million)).toMatch(
    /`live-gn` on wasm 200 times below.*2¹⁸.*below `dense-gd` on tfjs-node: \*\*missed\*\* by 9\d\.\d %/,
  );
  for (const { algorithm, backend, timing } of million.cells)
    if (timing && algorithm === "live-gn" && backend === "wasm") {
      timing.samples = timing.samples.map((ns) => ns / 100);
      timing.median /= 100;
    }
  expect(await reportMarkdown(million)).toContain("**reached**");
  expect(markdown).not.toContain("Is the aim reached?");
});

test("an approximate algorithm is called so, and is not the result in one sentence", async () => {
  const rough = structuredClone(result);
  for (const { algorithm, timing } of rough.cells)
    if (algorithm.startsWith("live-")) timing?.notes.push("approximate");
  const text = await reportMarkdown(rough);
  expect(text).toMatch(/`live-gn`.*than `dense-gd` on [^|]*\(approximate\)/);
  expect(text).toContain("**approximate**");
  expect(await headlineOf(result)).toContain("live-");
  expect(await headlineOf(rough)).toContain("`tree-gn`");
});

test("every table names its command, commit and seed", () => {
  const source = `<sub>\`${result.command}\`, commit \`0123456789ab\`, seed 1</sub>`;
  const tables = markdown.split("\n").filter((line) => /^\| -/.test(line)).length;
  expect(tables).toBeGreaterThan(9);
  expect(markdown.split(source).length - 1).toBeGreaterThanOrEqual(tables);
});

test("no number has more than five significant digits, but for whole ones", () => {
  const prose = markdown.replaceAll(
    /`[^`]*`|<code>.*?<\/code>|\d{4}-\d\d-\d\dT[\d:.]+Z|V8 [\d.]+|v24[\d.]+/g,
    "",
  );
  for (const [number] of prose.matchAll(/\d+\.\d+/g))
    expect(number.replace(".", "").replace(/^0+/, "").length, number).toBeLessThanOrEqual(5);
});

test("HTML and Markdown hold the same text", async () => {
  const html = await reportHtml(result);
  const text = html
    .replaceAll(/<svg.*?<\/svg>/gs, "")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
  for (const block of reportBlocks(await tellable(result))) {
    if (block.kind !== "table") continue;
    for (const row of block.rows)
      for (const field of row)
        expect(text).toContain(
          pieces(field)
            .map((piece) => piece.text)
            .join(""),
        );
  }
});

test("the page fetches nothing and names no file", async () => {
  for (const one of [
    result,
    madeKernels(),
    madeResult({ ns: [16, 64], only: ({ backend }) => backend === "js" }),
  ]) {
    const html = await reportHtml(one);
    expect(html).not.toMatch(/https?:|file:|\burl\((?!#)|@import|<link|<script|<img|\bsrc=|href="(?!#)/);
    expect(html).not.toContain(process.cwd());
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test("what a reader must know is said first, with what to do", async () => {
  const quick = { ...madeResult({ widths: [256, 512, 1024] }), profile: "quick", dirty: true };
  quick.controls = structuredClone(quick.controls);
  quick.controls.aa[0].ratio = { value: 1.2, lo: 1.1, hi: 1.3 };
  quick.backends = quick.backends.map((backend) => ({ ...backend, software: backend.name === "js" }));
  const text = (await reportMarkdown(quick)).split("## How fast")[0];
  for (const words of ["uncommitted", "--profile full", "five", "A/A pair apart", "GPU", "slow-baseline"])
    expect(text).toContain(words);
});

test("what a warning sends the reader to stands in the report", async () => {
  const { result: study } = await studyRun("trivial-cells");
  for (const one of [result, study]) {
    const [{ timing: _, ...failed }, ...others] = one.cells;
    const cells = [{ ...failed, status: "error" as const, reason: "planted" }, ...others];
    const text = await reportMarkdown({ ...one, cells });
    const title = /error\*\*.*see “([^”]+)”/.exec(text)?.[1];
    expect(text).toContain(`## ${title}\n`);
  }
});

test("a result without any time still makes a report", async () => {
  const cells = result.cells.map(({ timing: _, ...cell }) => ({ ...cell, status: "skipped" as const }));
  const empty = { ...result, cells, fits: [], crossovers: [] };
  expect(await reportMarkdown(empty)).toContain("No cell has a time");
  expect(reportsReadme([{ folder: "m/d", ...(await tellable(empty)) }], [])).toContain("no cell has a time");
  expect(await reportMarkdown({ ...empty, cells: [] })).toContain("Set-up");
});

test("the terminal shows the decision within 120 columns", async () => {
  const lines = (await reportText(result)).split("\n");
  const table = lines.filter((line) => /^(live|dense|tree)-g/.test(line) && line.includes("["));
  expect(table.length).toBeGreaterThan(10);
  for (const line of table.slice(0, 15)) expect(line.length).toBeLessThanOrEqual(120);
});

test("products are told as rates", async () => {
  const text = await reportMarkdown(madeKernels());
  expect(text).toContain("GFLOP/s");
  expect(text).toContain("![Share of the roofline of matrix products by backend and shape](kernels.svg)");
});

test("text that looks like mark-up stays text", async () => {
  const odd = structuredClone(result);
  odd.cells[0] = { ...odd.cells[0], status: "error", reason: "a | b <script> *x* _y_" };
  delete odd.cells[0].timing;
  expect(await reportMarkdown(odd)).toContain("a \\| b &lt;script\\> \\*x\\* \\_y\\_");
});
