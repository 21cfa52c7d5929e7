// What is recorded proves itself when it is read: a bad record is named, set aside and measured again, the good ones are kept.
import { mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { UsageError } from "../src/exit-codes.ts";
import { CellStore } from "../src/measuring/jobs/cell-store.ts";
import { JobLedger } from "../src/measuring/jobs/job-ledger.ts";
import type { StudyPlan } from "../src/measuring/jobs/plan.ts";
import { type Event, eventSchema } from "../src/measuring/rounds/events.ts";
import { RunFile } from "../src/measuring/run-file.ts";
import { sealed, unsealed } from "../src/measuring/sealed.ts";
import { heard } from "./heard.ts";

const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));

test("a record is believed unaltered and of its owner, and never otherwise", () => {
  const schema = z.looseObject({});
  fc.assert(
    fc.property(
      fc.string(),
      fc.dictionary(
        fc.string().filter((key) => key !== "sum" && key !== "__proto__"),
        fc.jsonValue(),
      ),
      fc.nat(),
      fc.nat(),
      (owner, content, at, digit) => {
        const text = sealed(owner, content);
        const plain = JSON.parse(JSON.stringify(content));
        expect(unsealed(owner, text, schema).content).toEqual(plain);
        expect(unsealed(`${owner} `, text, schema).content).toBeUndefined();
        const k = at % text.length;
        const altered = `${text.slice(0, k)}${(digit % 10).toString()}${text.slice(k + 1)}`;
        const read = unsealed(owner, altered, schema);
        if (read.content !== undefined) expect(read.content).toEqual(plain);
        else expect(read.wrong).toMatch(/^(is|has) /);
      },
    ),
  );
});

describe("the file of a run in paired rounds", () => {
  const begun = { code: "1", machine: "a" };
  const go = { resume: true, fresh: false };
  const event = (round: number): Event => ({
    kind: "sampled",
    process: 0,
    attempt: 0,
    round,
    id: "dense-gd js n=1 d=1 width=1",
    load: 0,
    rawNs: [10 + round],
  });
  const written = () => {
    const path = join(scratch(), "cpi-1.jsonl");
    const file = new RunFile(path, begun, eventSchema);
    for (let round = 0; round < 4; round++) file.add(event(round));
    return path;
  };
  const lines = (path: string) => readFileSync(path, "utf8").trimEnd().split("\n");
  const opened = (path: string, how = go, now: Record<string, string> = begun) =>
    new RunFile(path, now, eventSchema).open(how);

  test("gives back what was added, and forgets a line that a kill cut", () => {
    const path = written();
    writeFileSync(path, readFileSync(path, "utf8").slice(0, -9));
    const { value, said } = heard(() => opened(path));
    expect(value).toEqual([0, 1, 2].map(event));
    expect(said).toBe("");
    expect(readdirSync(join(path, ".."))).toEqual(["cpi-1.jsonl"]);
  });

  test.each([
    ["null", () => "null", /line 3 is no record/],
    ["{}", () => "{}", /line 3 is no record/],
    ["[]", () => "[]", /line 3 is no record/],
    ["no JSON", () => "{", /line 3 is no JSON/],
    ["another digit", (line: string) => line.replace("[11]", "[12]"), /line 3 is not as it was written/],
    [
      "no samples",
      () => sealed("cpi-1.jsonl", { ...event(1), rawNs: [] }),
      /line 3 has another shape: rawNs/,
    ],
    ["another run's", () => sealed("cpi-2.jsonl", event(1)), /line 3 .*belongs to something else/],
    ["another kind", () => sealed("cpi-1.jsonl", { kind: "luck" }), /line 3 has another shape: kind/],
  ])("a line that is %s is named and set aside", (_, bad, message) => {
    const path = written();
    const good = lines(path);
    writeFileSync(path, `${[...good.slice(0, 2), bad(good[2]), ...good.slice(3)].join("\n")}\n`);
    const { value, said } = heard(() => opened(path));
    expect(value).toEqual([0, 2, 3].map(event));
    expect(said).toMatch(message);
    expect(said).toMatch(/set aside in cpi-1\.jsonl\.bad/);
    expect(lines(`${path}.bad`)).toEqual([bad(good[2])]);
    expect(lines(path)).toEqual([...good.slice(0, 2), ...good.slice(3)]);
  });

  test("under another run's name nothing of it is believed", () => {
    const path = written();
    const other = path.replace("cpi-1", "cpi-3");
    renameSync(path, other);
    const { value, said } = heard(() => opened(other));
    expect(value).toEqual([]);
    expect(said).toMatch(/its beginning .*belongs to something else: set aside/);
  });

  test("asks what is to become of it, and begins anew when told", () => {
    const path = written();
    expect(() => opened(path, { resume: false, fresh: false })).toThrow(/--resume goes on.*--fresh forgets/);
    expect(opened(path, { resume: false, fresh: true })).toEqual([]);
    expect(opened(path, { resume: false, fresh: false })).toEqual([]);
  });

  test("does not go on with other code or other surroundings", () => {
    const path = written();
    const changed = { code: "2", machine: "b", "cores allowed": "0" };
    expect(() => opened(path, go, changed)).toThrow(UsageError);
    expect(() => opened(path, go, changed)).toThrow(
      /the code .* has changed; machine was a and is b; cores allowed was not told and is 0\. Go back .*--fresh/,
    );
    expect(opened(path)).toHaveLength(4);
  });
});

describe("the cells of a study", () => {
  const plan: StudyPlan = {
    study: "trivial-cells",
    params: {},
    settings: { seed: 1 },
    jobs: [0, 1, 2].map((index) => ({ cell: { algorithm: "nothing", params: { index } } })),
  };
  const done = (value: number) => ({ outcomes: [{ measures: { value } }], backends: [], datasets: [] });
  const recorded = () => {
    const store = new CellStore(scratch(), plan.study);
    const ledger = new JobLedger(plan, store);
    for (const [k, job] of plan.jobs.entries()) ledger.add(job, done(k), 0.5);
    const files = plan.jobs.map((job) => join(store.folder, `${ledger.keyOf(job)}.json`));
    return { store, files };
  };

  test.each([
    ["null", () => "null"],
    ["{}", () => "{}"],
    ["[]", () => "[]"],
    ["cut", (text: string) => text.slice(0, 20)],
    ["another digit", (text: string) => text.replace('"value":1', '"value":2')],
    ["another shape", (_: string, key: string) => sealed(key, { outcomes: {} })],
  ])("a file that is %s is named and set aside, and its job is open again", (_, alter) => {
    const { store, files } = recorded();
    const [, file] = files;
    const key = /([^/]+)\.json$/.exec(file)?.[1] ?? "";
    writeFileSync(file, alter(readFileSync(file, "utf8"), key));
    const { value: ledger, said } = heard(() => new JobLedger(plan, store).read());
    expect(ledger.open).toEqual([plan.jobs[1]]);
    expect(ledger.of(plan.jobs[2])).toMatchObject(done(2));
    expect(said).toContain(file);
    expect(said).toMatch(/set aside as \S+\.bad, and its job runs again/);
    expect(readdirSync(store.folder).filter((name) => name.endsWith(".bad"))).toHaveLength(1);
    expect(heard(() => new JobLedger(plan, store).read()).said).toBe("");
  });

  test("two files that changed places are both set aside", () => {
    const { store, files } = recorded();
    const texts = files.map((file) => readFileSync(file, "utf8"));
    writeFileSync(files[0], texts[2]);
    writeFileSync(files[2], texts[0]);
    const { value: ledger, said } = heard(() => new JobLedger(plan, store).read());
    expect(ledger.open).toEqual([plan.jobs[0], plan.jobs[2]]);
    expect(said.match(/belongs to something else/g)).toHaveLength(2);
  });
});
