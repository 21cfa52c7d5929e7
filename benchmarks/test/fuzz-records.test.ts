// Journals of runs and cells of studies, changed by a seed: what is believed is what was written, and whatever is believed makes a valid result.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseResult } from "@widthwise/measure";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../src/exit-codes.ts";
import { assembleStudy } from "../src/measuring/jobs/assemble-study.ts";
import { CellStore } from "../src/measuring/jobs/cell-store.ts";
import { JobLedger } from "../src/measuring/jobs/job-ledger.ts";
import type { StudyPlan } from "../src/measuring/jobs/plan.ts";
import type { JobDone } from "../src/measuring/jobs/run-job.ts";
import { Progress } from "../src/measuring/progress.ts";
import { assemble } from "../src/measuring/rounds/assemble.ts";
import { type Event, eventSchema } from "../src/measuring/rounds/events.ts";
import { Journal } from "../src/measuring/rounds/journal.ts";
import { isComplete } from "../src/measuring/rounds/phases.ts";
import type { RunPlan } from "../src/measuring/rounds/run-plan.ts";
import { type CellSpec, idOf } from "../src/measuring/rounds/spec.ts";
import { RunFile } from "../src/measuring/run-file.ts";
import { sealed } from "../src/measuring/sealed.ts";
import { statusOf, statusText } from "../src/measuring/sweep/status.ts";
import { changedJson, torn } from "./changed.ts";
import { heard } from "./heard.ts";
import { madeResult } from "./made-result.ts";

const SEED = 20261128;
const base = madeResult({ only: () => false });

/** A record under another content, sealed as if it had been written so. */
const resealed = (owner: string, line: string): fc.Arbitrary<string> =>
  changedJson(line).map((text) => {
    const { sum: _, ...content } = JSON.parse(text);
    return sealed(owner, content);
  });

describe("the journal of a run", () => {
  const name = "kernels-1.jsonl";
  const begun = { code: "1", machine: "a" };
  const cells = ["js", "wasm"].flatMap((backend) => [
    { kind: "products", algorithm: "gemm-nn", backend, n: 4, d: 8, width: 64 } satisfies CellSpec,
    { kind: "noop", algorithm: "noop", backend, n: 0, d: 0, width: 0 } satisfies CellSpec,
  ]);
  const plan: RunPlan = {
    kind: "products",
    cells,
    twins: [{ ...cells[0], twin: true }],
    rounds: 6,
    processes: 2,
    budgetSeconds: 1,
    checkSteps: 1,
    seed: 1,
  };
  const ids = [...cells, ...plan.twins].map(idOf);
  const events: Event[] = [
    ...["js", "wasm"].map((backend): Event => {
      const info = {
        version: "1",
        device: "cpu",
        software: false,
        threads: 1,
        precision: "float32",
      } as const;
      return { kind: "backend", name: backend, info: { name: backend, ...info } };
    }),
    ...[0, 1].flatMap((process): Event[] => [
      ...ids.map((id): Event => {
        const check = { what: "largest error", value: 0, reference: 0, tolerance: 1 };
        const samples = { innerIterations: 2, repeats: 3, floorNs: 1, visitSeconds: 1e-3, stepNs: 50 };
        const counters = { macs: 99, bytesRead: 9, bytesWritten: 1 };
        return { kind: "prepared", process, id, prepared: { status: "ok", check, counters, ...samples } };
      }),
      // as after a run that went on: the last cell was planned later than the others
      ...[ids.slice(0, -1), ids.slice(-1)].map(
        (planned, later): Event => ({
          kind: "rounds",
          phase: `process ${process + 1} of 2`,
          attempt: 0,
          turn: `together${later ? ", later" : ""}`,
          rounds: Array.from({ length: 6 }, () => planned),
          skipped: [],
        }),
      ),
      ...Array.from({ length: 6 }, (_, k) => 6 * process + k).flatMap((round) =>
        ids
          .filter((_, at) => (round + at) % 11 > 0)
          .map(
            (id, at): Event => ({
              kind: "sampled",
              process,
              attempt: 0,
              round,
              id,
              load: 0.01,
              // a product takes longer than nothing
              rawNs: [id.startsWith("noop") ? 9 : 900 + round + at],
              collections: 0,
              fmaFlopsPerSecond: 1e9,
            }),
          ),
      ),
    ]),
  ];
  const folder = mkdtempSync(join(tmpdir(), "widthwise-fuzz-"));
  const path = join(folder, name);
  const file = () => new RunFile(path, begun, eventSchema);
  const fresh = file();
  for (const event of events) fresh.add(event);
  const whole = readFileSync(path, "utf8");
  const [head, ...lines] = whole.trimEnd().split("\n");

  const assembled = (from: readonly Event[]) => {
    const journal = new Journal(from);
    const peaks = { fmaFlopsPerSecond: 1e9, triadBytesPerSecond: 1e9 };
    const rates = new Map([["js", 1e9]]);
    const { backends, ...found } = assemble(plan, journal, peaks, rates);
    const ordered = backends.toSorted((a, b) => a.name.localeCompare(b.name));
    return { complete: isComplete(plan, journal), backends: ordered, ...found };
  };
  const expected = assembled(events);

  /** Reads a journal of this text; twice, the second time without anything to set aside. */
  function read(text: string | Buffer) {
    rmSync(folder, { recursive: true });
    file().add(events[0]);
    writeFileSync(path, text);
    const once = heard(() => file().open({ resume: true, fresh: false }));
    expect(heard(() => file().open({ resume: true, fresh: false }))).toEqual({ value: once.value, said: "" });
    const files = readdirSync(folder);
    expect([name, `${name}.bad`]).toEqual(expect.arrayContaining(files));
    expect(files.includes(`${name}.bad`)).toBe(once.said !== "");
    return once;
  }

  test("of its lines any may come twice or in another place: the same result, 100 times", () => {
    const orders = fc.tuple(
      fc.shuffledSubarray(lines, { minLength: lines.length }),
      fc.subarray(lines, { maxLength: 5 }),
    );
    fc.assert(
      fc.property(orders, ([order, again]) => {
        const { value, said } = read(`${[head, ...order, ...again].join("\n")}\n`);
        expect(said).toBe("");
        expect(assembled(value)).toEqual(expected);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  test("300 that were changed: only what was written is believed, and the rest is set aside by name", () => {
    const written = new Set(events.map((event) => JSON.stringify(event)));
    const other = fc.oneof(
      fc.constantFrom("null", "{}", "[]", "", "{", sealed("another.jsonl", events[3])),
      fc.json(),
      fc.nat(lines.length - 1).chain((at) => changedJson(lines[at])),
    );
    const changed = fc.oneof(
      torn(Buffer.from(whole)),
      fc
        .tuple(fc.nat(lines.length - 1), other)
        .map(([at, line]) => `${[head, ...lines.toSpliced(at, 1, line)].join("\n")}\n`),
      changedJson(head).map((line) => `${[line, ...lines].join("\n")}\n`),
      fc.string().map((text) => `${text}\n`),
    );
    fc.assert(
      fc.property(changed, (text) => {
        const { value, said } = read(text);
        for (const event of value) expect(written).toContain(JSON.stringify(event));
        if (said !== "") expect(said).toContain(basename(path));
        parseResult("result.json", JSON.stringify({ ...base, ...assembled(value) }));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test("100 that were forged: of another shape they are set aside, of the right one they make a result", () => {
    const forged = fc
      .nat(lines.length - 1)
      .chain((at) => resealed(name, lines[at]).map((line) => lines.toSpliced(at, 1, line)));
    fc.assert(
      fc.property(forged, (now) => {
        const { value } = read(`${[head, ...now].join("\n")}\n`);
        expect(value.length).toBeGreaterThanOrEqual(events.length - 1);
        parseResult("result.json", JSON.stringify({ ...base, ...assembled(value) }));
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  test("a pipe or a folder in its place is refused by name", () => {
    for (const make of [() => execFileSync("mkfifo", [path]), () => mkdirSync(path)]) {
      rmSync(path, { recursive: true, force: true });
      make();
      expect(() => file().open({ resume: true, fresh: false })).toThrow(`${path}: is a`);
    }
    rmSync(path, { recursive: true });
  });

  test("of other code or surroundings it is refused whole", () => {
    writeFileSync(path, whole);
    const elsewhere = new RunFile(path, { ...begun, code: "2" }, eventSchema);
    expect(() => elsewhere.open({ resume: true, fresh: false })).toThrow(UsageError);
    expect(readFileSync(path, "utf8")).toBe(whole);
  });
});

describe("the cells of a study", () => {
  const plan: StudyPlan = {
    study: "trivial-cells",
    params: { cells: 3, milliseconds: 0, trace: "", failing: [2] },
    settings: { seed: 1 },
    jobs: [0, 1, 2].map((index) => ({ cell: { algorithm: "nothing", params: { index } } })),
  };
  const done = (index: number): JobDone => ({
    outcomes: [
      {
        measures: { value: index, curve: [1, 2, index] },
        check: { what: "a whole number", value: 0, reference: 0, tolerance: 0 },
        counters: { macs: 3 },
      },
    ],
    backends: [
      { name: "js", version: "1", device: "cpu", software: false, threads: 1, precision: "float64" },
    ],
    datasets: [{ name: "sphere", sha256: "ab".repeat(32) }],
  });
  const folder = mkdtempSync(join(tmpdir(), "widthwise-fuzz-"));
  const store = new CellStore(folder, plan.study);
  const record = () => {
    rmSync(folder, { recursive: true });
    const ledger = new JobLedger(plan, store);
    for (const [k, job] of plan.jobs.slice(0, 2).entries()) ledger.add(job, done(k), 0.5);
    ledger.fail(plan.jobs[2], {
      outcomes: [{ status: "error", reason: "as asked" }],
      backends: [],
      datasets: [],
    });
    return ledger;
  };
  const ledger = record();
  const keys = plan.jobs.map((job) => ledger.keyOf(job));
  const names = keys.map((key, k) => `${key}.${k === 2 ? "failed" : "json"}`);
  const texts = names.map((name) => readFileSync(join(store.folder, name), "utf8"));

  /** Everything that reads cells, with this text in the place of one. */
  async function read(at: number, text: string | Buffer) {
    record();
    writeFileSync(join(store.folder, names[at]), text);
    const { value: found, said } = heard(() => new JobLedger(plan, store).read());
    const files = readdirSync(store.folder);
    const bad = said === "" ? [] : [`${names[at]}.bad`];
    expect(files.sort()).toEqual([...names.toSpliced(at, 1), ...(said === "" ? [names[at]] : bad)].sort());
    if (said !== "") expect(said).toContain(join(store.folder, names[at]));
    for (const other of plan.jobs.keys())
      if (other !== at && other < 2) expect(found.of(plan.jobs[other])).toMatchObject(done(other));
    const sweep = {
      ...{ name: "trivial-cells", plan, found, store, progress: new Progress(true), words: [] },
      ...{ output: folder, retries: 0, workers: 1, shards: 1 },
    };
    expect(statusText(await statusOf(sweep))).toMatch(/^trivial-cells: [0-2] of 3 cells recorded/);
    parseResult("result.json", JSON.stringify({ ...base, kind: "study", ...assembleStudy(plan, found) }));
    return found;
  }

  test("300 that were changed: only what was written is believed, the rest is set aside by name and open again", async () => {
    const changed = fc.nat(2).chain((at) =>
      fc.tuple(
        fc.constant(at),
        fc.oneof(
          torn(Buffer.from(texts[at])),
          changedJson(texts[at]),
          fc.json(),
          // another's
          fc.constant(texts[(at + 1) % 3]),
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(changed, async ([at, text]) => {
        const found = await read(at, text);
        const believed = found.of(plan.jobs[at]);
        if (believed !== undefined)
          expect(believed).toMatchObject(
            JSON.parse(texts[at], (key, value) => (key === "sum" ? undefined : value)),
          );
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test("a pipe or a folder in the place of one is refused by name", () => {
    for (const make of [(path: string) => execFileSync("mkfifo", [path]), mkdirSync]) {
      record();
      const path = join(store.folder, names[0]);
      rmSync(path);
      make(path);
      expect(() => new JobLedger(plan, store).read()).toThrow(`${path}: is a`);
    }
  });

  test("100 that were forged: of another shape they are set aside, of the right one they make a result", async () => {
    const forged = fc.nat(2).chain((at) => fc.tuple(fc.constant(at), resealed(keys[at], texts[at])));
    await fc.assert(
      fc.asyncProperty(forged, async ([at, text]) => {
        await read(at, text);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});
