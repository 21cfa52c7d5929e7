// The layout of a job is written once: what does not fit to it is found out before a kernel runs.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Arena } from "../src/arena.ts";
import { jobs } from "../src/jobs/fields.ts";
import { bytesOf, type Field, jobAt } from "../src/jobs/job.ts";

const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }), 128, 2 ** 16);

test("every field keeps its own value, and nothing behind the job is touched", () => {
  const name = fc.stringMatching(/^[a-z]{1,3}$/);
  const type = fc.constantFrom<Field>("u32", "f32", "u64", "f64");
  fc.assert(
    fc.property(fc.dictionary(name, type, { minKeys: 1 }), (fields) => {
      const bytes = bytesOf(fields);
      const chunk = arena.allocate(bytes + 8, "a test");
      const behind = arena.u32(chunk.at + bytes, 2).fill(7);
      const job = jobAt(arena, chunk.at, fields);
      const values = Object.fromEntries(Object.keys(fields).map((name, i) => [name, i + 1]));
      job.fill(values);
      for (const [name, value] of Object.entries(values)) expect(job.get(name)).toBe(value);
      expect([...behind]).toEqual([7, 7]);
      arena.free(chunk);
    }),
  );
});

test("a field that the loader does not set, or that no kernel reads, is named, and nothing is written", () => {
  const { at } = arena.allocate(64, "a test");
  const job = jobAt(arena, at, { ...jobs.Probe, extra: "u32" });
  job.fill({ count: 1, a: 2, b: 3, c: 4, extra: 5 });
  // @ts-expect-error: extra is missing
  expect(() => job.fill({ count: 10, a: 20, b: 30, c: 40 })).toThrow(
    'the field "extra" of a job has no value',
  );
  const values = { count: 10, a: 20, b: 30, c: 40, extra: 50, other: 60 };
  expect(() => job.fill(values)).toThrow('a job has no field "other"; it has count, a, b, c, extra');
  // @ts-expect-error: there is no such field
  expect(() => job.set({ other: 1 })).toThrow('no field "other"');
  expect([job.get("count"), job.get("extra")]).toEqual([1, 5]);
});

test("a field more than the compiled kernels have is found out when they are loaded", () => {
  const folder = mkdtempSync(join(tmpdir(), "kernels-"));
  try {
    const root = fileURLToPath(new URL("..", import.meta.url));
    for (const part of ["assembly", "dist", "scripts", "src", "package.json"])
      cpSync(join(root, part), join(folder, part), { recursive: true });
    mkdirSync(join(folder, "node_modules/@widthwise"), { recursive: true });
    symlinkSync(join(root, "../core"), join(folder, "node_modules/@widthwise/core"));
    const load = () =>
      execFileSync(
        process.execPath,
        ["--eval", "import('./src/index.ts').then(({ loadKernels }) => loadKernels())"],
        { cwd: folder, encoding: "utf8", stdio: "pipe" },
      );
    load();
    const list = join(folder, "src/jobs/fields.ts");
    const fields = readFileSync(list, "utf8");
    const planted = fields.replace('    inner: "u32",\n', '    extra: "u32",\n    inner: "u32",\n');
    expect(planted).not.toBe(fields);
    writeFileSync(list, planted);
    expect(load).toThrow(/the WebAssembly kernels were built from other sources.*run `npm run build`/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
