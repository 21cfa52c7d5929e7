// Studies as a user runs them: sealed reports, kills and resumption, bad parameters, questions and answers.
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cellName, type Result, readResult } from "@widthwise/measure";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { jobName } from "../src/measuring/jobs/cells.ts";
import { sealed } from "../src/measuring/sealed.ts";
import { answered, questionsPage } from "../src/publish/questions-page.ts";
import { brokenSeals } from "../src/publish/seal.ts";
import { tellable } from "../src/publish/tellable.ts";
import { verifyDerived } from "../src/publish/verify-derived.ts";
import { questions } from "../src/questions.ts";
import { measureOf } from "../src/studies/measured.ts";
import { loadSuite, suiteNames } from "../src/suites.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";
import { call } from "./in-process.ts";

const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));
const small = "run sparsity --profile verify --set datasets=sphere,clustered --json out.json".split(" ");
const byName = ({ cells }: Result) => new Map(cells.map((cell) => [cellName(cell), cell]));

describe("run of a study", { timeout: 600_000 }, () => {
  /** One run without any fault: what every other must be equal to. */
  const whole = scratch();
  let wholeRun: Awaited<ReturnType<typeof widthwise>>;
  beforeAll(async () => {
    wholeRun = await widthwise(small, { cwd: whole });
  }, 300_000);
  const wholeResult = () => readResult(join(whole, "out.json"));

  test("writes a sealed report that opens with answers, valid against the published schema", async () => {
    const { exitCode, stdout, stderr } = wholeRun;
    expect(stderr).not.toMatch(/invalid|error/);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/THE ANSWERS\n\nB3\. How sparse/);
    const published = JSON.parse(readFileSync(join(workspaceRoot, "reports", "result.schema.json"), "utf8"));
    const json = JSON.parse(readFileSync(join(whole, "out.json"), "utf8"));
    expect(z.fromJSONSchema(published).safeParse(json).error).toBeUndefined();

    const result = wholeResult();
    expect(verifyDerived(result)).toEqual([]);
    expect(result.cells.every(({ status, measures }) => status === "ok" && measures)).toBe(true);
    expect(result.study?.datasets.map(({ name }) => name)).toEqual(["clustered", "mnist", "sphere"]);
    expect(result.backends.map(({ name }) => name)).toEqual(["wasm"]);
    const [name] = readdirSync(join(whole, ".widthwise"));
    const folder = join(whole, ".widthwise", name);
    expect(brokenSeals(folder)).toEqual([]);
    const files = readdirSync(folder);
    expect(files).toEqual(expect.arrayContaining(["index.html", "result.md", "firing.svg", "SHA256SUMS"]));
    expect(files).not.toContain("dispatch.json");
    expect(readFileSync(join(folder, "result.md"), "utf8")).toMatch(/## The answers\n\n\*\*B3\./);

    // the page of questions says what this result answers, and what nothing answers yet
    const page = questionsPage([{ folder: "machine/run", ...(await tellable(result)) }]);
    expect(page).toMatch(/\| B3 \|.*\[.*sparsity\]\(machine\/run\/result\.md\)/);
    expect(page).toMatch(/\| B1 \|.*not measured yet.*npx widthwise run cpi --profile full --publish/);
    const open = answered([{ folder: "machine/run", ...(await tellable(result)) }]).filter(
      ({ answers }) => answers.length === 0,
    );
    expect(open.map(({ question }) => question.id)).not.toContain("B14");
  });

  test("killed in the middle: nothing half-written, and --resume keeps every finished job", async () => {
    const cwd = scratch();
    const first = widthwise(small, { cwd });
    const store = join(cwd, ".widthwise", "cells", "sparsity");
    const recorded = () =>
      existsSync(store) ? readdirSync(store).filter((name) => /^[^.].*\.json$/.test(name)) : [];
    while (recorded().length < 6) await sleep(10);
    first.kill("SIGKILL");
    await first;
    expect(existsSync(join(cwd, "out.json"))).toBe(false);
    expect(readdirSync(join(cwd, ".widthwise"))).toEqual(["cells"]);

    // marks in the recorded cells show which numbers the resumed run takes from there
    let marked = 0;
    for (const name of recorded()) {
      const { sum: _, ...job } = JSON.parse(readFileSync(join(store, name), "utf8"));
      for (const outcome of job.outcomes) outcome.measures.kept = 1;
      marked += job.outcomes.length;
      writeFileSync(join(store, name), sealed(name.slice(0, -".json".length), job));
    }
    const { exitCode } = await widthwise([...small, "--resume"], { cwd });
    expect(exitCode).toBe(0);
    const cells = byName(readResult(join(cwd, "out.json")));
    const kept = [...cells.values()].filter(({ measures }) => measures?.kept === 1);
    expect(kept).toHaveLength(marked);

    for (const { measures } of kept) delete measures?.kept;
    expect(cells).toEqual(byName(wholeResult()));
  });

  test("shards join into the cells of the whole", async () => {
    const cwd = scratch();
    for (const index of [1, 2]) {
      const words = [...small, "--shard", `${index}/2`, "--json", `${index}.json`];
      expect((await widthwise(words, { cwd })).exitCode).toBe(0);
    }
    const merge = (...files: string[]) => call("merge", [...files, "--json", "joined.json"], cwd);
    expect((await merge("1.json", "2.json")).exitCode).toBe(0);
    const [joined, all] = [readResult(join(cwd, "joined.json")), wholeResult()];
    expect(byName(joined)).toEqual(byName(all));
    expect({ study: joined.study, dataset: joined.dataset, backends: joined.backends }).toEqual({
      study: all.study,
      dataset: all.dataset,
      backends: all.backends,
    });

    const altered = JSON.parse(readFileSync(join(cwd, "2.json"), "utf8"));
    altered.study.params.mostSteps = 7;
    writeFileSync(join(cwd, "altered.json"), JSON.stringify(altered));
    const refused = await merge("1.json", "altered.json");
    expect(refused.message).toMatch(/study is .*"mostSteps":7.* may not be joined/);
    expect(refused.exitCode).toBe(4);
  });
});

const bad: [string, string[], RegExp][] = [
  [
    "an option that is no parameter",
    ["--rounds", "3"],
    /--rounds is not for sparsity: its parameters are base, widths/,
  ],
  [
    "a familiar option with a bad value",
    ["--widths", "2^9:2^8"],
    /widths range is "2\^9:2\^8": it ends below its start/,
  ],
  [
    "an unknown parameter",
    ["--set", "widht=8"],
    /unknown parameter of sparsity "widht": did you mean widths\?/,
  ],
  ["no value", ["--set", "widths"], /--set is "widths": accepted are name=value/],
  [
    "a value of the wrong kind",
    ["--set", "mostSteps=many"],
    /parameters of sparsity are not accepted:[\s\S]*mostSteps/,
  ],
  ["a negative number", ["--set", "tolerance=-1"], /Too small[\s\S]*tolerance/],
  ["a shift that is none", ["--set", "shifts=c=0.48,c=x"], /shift is "c=x"/],
  ["an unknown profile", ["--profile", "fast"], /unknown profile "fast"/],
  ["a bad shard", ["--shard", "3/2"], /--shard is "3\/2"/],
  ["a shard to publish", ["--shard", "1/2", "--publish"], /merge the shards/],
];

describe("bad input to a study: exit 2, one message, nothing written", () => {
  test.each(bad)("%s", async (_, words, message) => {
    const cwd = scratch();
    const { exitCode, message: said, stdout } = await call("run", ["sparsity", "--quiet", ...words], cwd);
    expect(said).toMatch(message);
    expect(said).not.toMatch(/\n\s+at /);
    expect({ exitCode, stdout, written: readdirSync(cwd) }).toEqual({ exitCode: 2, stdout: "", written: [] });
  });
});

describe("every suite of kind study", () => {
  const suites = suiteNames.map(loadSuite).filter((suite) => suite.kind === "study");
  const profiles = suites.flatMap((suite) =>
    Object.keys(suite.profiles).map((profile) => [suite.name, profile, suite] as const),
  );
  test.each(profiles)(
    "%s, profile %s: its parameters are accepted and its jobs are told apart",
    async (_, profile, suite) => {
      const study = await measureOf(suite.study);
      const jobs = study.jobs(study.params.parse(suite.profiles[profile]), { seed: 1 });
      expect(jobs.length).toBeGreaterThan(0);
      expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
      // plain data: what arrives in another process is what was sent
      expect(structuredClone(jobs)).toEqual(jobs);
    },
  );
});

test("questions have ids of their own, in order", () => {
  const ids = questions.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [paper, length] of Object.entries({ A: 11, B: 15, C: 10 }))
    expect(ids.filter((id) => id.startsWith(paper))).toEqual(
      Array.from({ length }, (_, k) => `${paper}${k + 1}`),
    );
});

test("time to a loss: targets are reached in order, after the initialisation, by every exact algorithm", {
  timeout: 300_000,
}, async () => {
  const cwd = scratch();
  const words = ["run", "time-to-loss", "--profile", "verify", "--algorithms", "dense-gn,live-gn,tree-gn"];
  const grid = '[{"widths":"512","n":"16","rounds":2,"budgetSeconds":20}]';
  const { exitCode, stdout } = await widthwise(
    [...words, "--set", `grids=${grid}`, "--quiet", "--json", "out.json"],
    { cwd },
  );
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/B2\. .*\n\nAt width 2⁹, n = 16 .* is \S+-gn on \S+ in/);
  const { cells } = readResult(join(cwd, "out.json"));
  // dense-gn, live-gn and tree-gn on js and wasm, twice each
  expect(cells).toHaveLength(12);
  for (const { measures = {}, initNs = 0, params } of cells) {
    const [first, last] = [measures["nsTo0.1"], measures["nsTo0.001"]] as number[];
    expect(first).toBeGreaterThan(initNs);
    expect(last).toBeGreaterThanOrEqual(first);
    expect(measures.leastResidual).toBeLessThanOrEqual(0.001);
    const curve = measures.curveNs as number[];
    expect(curve).toEqual(curve.toSorted((a, b) => a - b));
    expect(params?.round).toBeLessThan(2);
  }
});
