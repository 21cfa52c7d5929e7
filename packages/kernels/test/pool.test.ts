// A thread that traps in the middle of a job does not leave its caller waiting.
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

/**
 * Two threads; the job's numbers for thread 0 are the last 64 bytes of the memory, and those for thread 1 lie behind it. In a
 * process of its own, which the trap of a thread ends.
 */
const script = `
  import { startEngine } from ${JSON.stringify(new URL("../src/engine.ts", import.meta.url).href)};
  import { jobs } from ${JSON.stringify(new URL("../src/jobs/fields.ts", import.meta.url).href)};
  import { bytesOf, jobAt } from ${JSON.stringify(new URL("../src/jobs/job.ts", import.meta.url).href)};
  import { bestVariant, moduleOf } from ${JSON.stringify(new URL("../src/variant.ts", import.meta.url).href)};
  const { wasm, arena } = await startEngine(moduleOf(bestVariant()), 2, 2 ** 20);
  const { at } = arena.carve({ job: bytesOf(jobs.Probe) }, "a test");
  const job = jobAt(arena, at.job, jobs.Probe);
  job.set({ count: 8, a: arena.memory.buffer.byteLength - 64 });
  for (let k = 0; k < 2; k++)
    try {
      wasm.fma(at.job);
      console.log("ended");
    } catch (error) {
      console.log(error.message);
    }
  setTimeout(() => console.log("lived on"), 30_000);`;

test("a thread that traps is an error of the job under way and of every later one", async () => {
  const { stdout, stderr, exitCode } = await execa(
    process.execPath,
    ["--input-type=module", "--eval", script],
    {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      reject: false,
      timeout: 60_000,
    },
  );
  expect(stdout.split("\n")).toEqual(Array(2).fill(expect.stringMatching(/trapped in the middle of a job/)));
  expect(stderr).toMatch(/memory access out of bounds/);
  expect(exitCode).not.toBe(0);
});
