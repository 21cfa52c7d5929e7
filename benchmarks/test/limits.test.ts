// What the command line says where memory, threads, data or float32 end.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { remedyOf } from "../src/measuring/process/remedy.ts";
import { commandFile } from "../src/workspace.ts";
import { widthwise } from "./command.ts";

const train = (...words: string[]) =>
  widthwise(["train", "--dataset", "sphere", "--n", "8", "--steps", "2", "--quiet", ...words]);

/** The command below limits of its own. */
const limited = (limit: string, ...words: string[]) =>
  execa("bash", ["-c", `${limit} && exec "$0" "$@"`, process.execPath, commandFile, ...words], {
    reject: false,
  });

describe("train asks for its memory before it allocates", () => {
  test.each([
    ["live-gn", "js", "2^40"],
    ["dense-gn", "tfjs-cpu", "2^30"],
    ["tree-gn", "js", "2^30"],
  ])("%s on %s at %s: refused in a line", async (algorithm, backend, width) => {
    const words = ["--algorithm", algorithm, "--backend", backend, "--width", width, "--n", "512"];
    const { exitCode, stdout, stderr } = await train(...words);
    expect(stderr).toMatch(
      new RegExp(
        `^widthwise: ${algorithm} at width \\d+ with n = 512: \\d+ GiB of memory are needed, [\\d.]+ GiB are free; .*$`,
      ),
    );
    expect([exitCode, stdout]).toEqual([2, ""]);
  });

  test.runIf(process.platform === "linux")("below a limit of its own too", async () => {
    // 4.9 GB of weights and their copy, beyond the 3 GB that it may have
    const words = [
      "--algorithm",
      "dense-gd",
      "--backend",
      "js",
      "--width",
      "2^19",
      "--dataset",
      "sphere",
      "--n",
      "8",
    ];
    const { exitCode, stderr } = await limited("ulimit -d 3000000", "train", "--quiet", ...words);
    expect(stderr).toMatch(
      /^widthwise: dense-gd at width 524288 with n = 8: 4\.59 GiB of memory are needed, /,
    );
    expect(exitCode).toBe(2);
  });
});

test("a rate beyond float32 is diverged on a float32 backend too, and the shift is not blamed", async () => {
  const words = ["--algorithm", "dense-gd", "--width", "256", "--rate", "1e41", "--backend"];
  const [js, tfjs] = await Promise.all(["js", "tfjs-wasm"].map((backend) => train(...words, backend)));
  for (const { exitCode, stdout } of [js, tfjs]) {
    expect(stdout).toMatch(/^status +diverged$/m);
    expect(stdout).toMatch(/^dense-gd: the steps are too large: choose a smaller rate$/m);
    expect(exitCode).toBe(0);
  }
});

test("without PATH, or anything else in the environment, networks train", async () => {
  const words = [
    "train",
    "--dataset",
    "sphere",
    "--n",
    "8",
    "--steps",
    "1",
    "--backend",
    "js",
    "--width",
    "64",
    "--quiet",
  ];
  const bare = { extendEnv: false, env: {}, reject: false } as const;
  const { exitCode, stderr } = await execa(process.execPath, [commandFile, ...words], bare);
  expect([exitCode, stderr]).toEqual([0, ""]);
});

test("a folder in the place of a data file is named", async () => {
  const folder = mkdtempSync(join(tmpdir(), "widthwise-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "data_batch_1.bin"));
  const { exitCode, stderr } = await train("--dataset", "cifar10", "--data-dir", folder);
  expect(stderr).toMatch(/^widthwise: .*data_batch_1\.bin is a folder$/);
  expect(exitCode).toBe(2);
});

test.runIf(process.platform === "linux")(
  "doctor diagnoses what it would have died of",
  { timeout: 300_000 },
  async () => {
    const { exitCode, stdout } = await limited("ulimit -v 4000000", "doctor", "--quiet");
    expect(stdout).toMatch(
      /^peaks +not measured: the system refuses a shared WebAssembly memory .*ulimit -v/m,
    );
    expect(stdout).toMatch(/^wasm +not available: the system refuses .*\n +→ .*ulimit -v unlimited/m);
    expect(stdout).toMatch(/^js +available: /m);
    expect(stdout).not.toContain("npm run build");
    expect(exitCode).toBe(0);
  },
);

test.each([
  [
    "was ended by SIGTRAP: # Fatal process out of memory: Failed to reserve virtual memory for CodeRange",
    /ulimit -v/,
  ],
  [
    "was ended by SIGABRT: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
    /memory/,
  ],
  ["was ended by SIGABRT: … std::system_error what(): Resource temporarily unavailable", /ulimit -u/],
  ["was ended by SIGKILL", /dmesg/],
  ["was ended by SIGBUS", /is cut/],
  ["did not start (spawn EAGAIN)", /ulimit -u/],
  ["ended with code 1: SyntaxError: Unexpected end of input", /npm ci/],
])("what to do about a measuring process that %s", (end, remedy) => {
  expect(remedyOf(`the measuring process ${end}`)).toMatch(remedy);
});
