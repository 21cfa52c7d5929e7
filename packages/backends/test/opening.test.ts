// What opening a backend says where files are missing or cut, and where the system gives no memory and no threads.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isCut } from "../src/cut-library.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const linux = process.platform === "linux";
let made: string;

/** An installation that may be spoiled: packages copied, what npm installed linked but for what is spoiled. */
beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), "widthwise-opening-"));
  for (const name of ["core", "kernels", "backends"])
    cpSync(join(root, "packages", name), join(made, "packages", name), {
      recursive: true,
      filter: (path) => !/node_modules|test$/.test(path),
    });
  const copied = ["@tensorflow/tfjs-backend-wasm", "webgpu"];
  const link = (scope: string) => {
    mkdirSync(join(made, "node_modules", scope), { recursive: true });
    for (const name of readdirSync(join(root, "node_modules", scope))) {
      const path = join(scope, name);
      if (/^(@widthwise|@tensorflow|\.)/.test(path) && scope === "") continue;
      if (!copied.includes(path))
        symlinkSync(join(root, "node_modules", path), join(made, "node_modules", path));
    }
  };
  link("");
  link("@tensorflow");
  mkdirSync(join(made, "node_modules", "@widthwise"));
  for (const name of ["core", "kernels"])
    symlinkSync(join(made, "packages", name), join(made, "node_modules", "@widthwise", name));
  for (const name of copied)
    cpSync(join(root, "node_modules", name), join(made, "node_modules", name), {
      recursive: true,
      dereference: true,
      filter: (path) => !path.endsWith(".node") && !path.endsWith(".map"),
    });
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Opens a backend in a process of its own, as the shell words before it say; what it says, or how the process ended. */
function opened(backend: string, { threads, before = [] }: { threads?: number; before?: string[] } = {}) {
  const script = `
    const { openBackend } = await import(${JSON.stringify(join(made, "packages/backends/src/index.ts"))});
    const opened = await openBackend(${JSON.stringify(backend)}, ${JSON.stringify({ threads })});
    console.log(JSON.stringify("backend" in opened ? { available: true } : opened));
    process.exit();`;
  const words = [...before, process.execPath, "--input-type=module", "-e", script];
  const { stdout, status, signal } = spawnSync(words[0], words.slice(1), {
    encoding: "utf8",
    timeout: 60_000,
  });
  return status === 0 ? JSON.parse(stdout.trim().split("\n").at(-1) ?? "") : { ended: signal ?? status };
}

const firstPage = (file: string) => {
  const page = Buffer.alloc(4096);
  const opened = openSync(file, "r");
  readSync(opened, page);
  closeSync(opened);
  return page;
};

describe("files", () => {
  const dist = "packages/kernels/dist";
  const tfjs = "node_modules/@tensorflow/tfjs-backend-wasm/dist";
  const dawn = `node_modules/webgpu/dist/${process.platform}-${process.arch}/dawn.node`;
  const native = ".native/tfjs-node/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node";
  const spoil: Record<string, (path: string) => void> = {
    missing: (path) => rmSync(path),
    cut: (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
    "a first page alone": (path) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, firstPage(process.execPath));
      if (path.includes(".native")) writeFileSync(join(made, ".native/tfjs-node/stamp.json"), "{}");
    },
  };
  test.each([
    [
      "wasm",
      `${dist}/relaxed.wasm`,
      "missing",
      /kernels are not built \(no relaxed\.wasm\)/,
      /^run `npm run build`$/,
    ],
    ["wasm-mt", `${dist}/relaxed.wasm`, "cut", /relaxed\.wasm is cut or altered/, /^run `npm run build`$/],
    ["wasm", `${dist}/sources.sha256`, "missing", /not built/, /^run `npm run build`$/],
    ["wasm", `${dist}/sources.sha256`, "cut", /built from other sources/, /^run `npm run build`$/],
    ["tfjs-wasm", `${tfjs}/tfjs-backend-wasm-simd.wasm`, "missing", /does not start/, /npm ci/],
    ["tfjs-wasm", `${tfjs}/tfjs-backend-wasm-simd.wasm`, "cut", /does not start/, /npm ci/],
    ["tfjs-wasm", `${tfjs}/tf-backend-wasm.node.js`, "missing", /Cannot find/, /npm ci/],
    ["tfjs-wasm", `${tfjs}/tf-backend-wasm.node.js`, "cut", /does not load/, /npm ci/],
    ...(linux
      ? ([
          ["tfjs-webgpu", dawn, "a first page alone", /dawn\.node is cut/, /npm ci/],
          ["tfjs-node", native, "a first page alone", /tfjs_binding\.node is cut/, /npm run setup/],
        ] as const)
      : []),
  ] as const)("%s: %s is %s", (backend, file, how, missing, remedy) => {
    const path = join(made, file);
    const kept = file.endsWith(".node") ? undefined : readFileSync(path);
    try {
      spoil[how](path);
      expect(opened(backend)).toEqual({
        missing: expect.stringMatching(missing),
        remedy: expect.stringMatching(remedy),
      });
    } finally {
      if (kept) writeFileSync(path, kept);
    }
  });
});

describe("limits of the process", () => {
  const limited = (limit: string) => ["bash", "-c", `${limit} && exec "$0" "$@"`];

  test.runIf(linux)("address space that ends before the threads: said, and what to do", () => {
    const found = opened("wasm-mt", { threads: 64, before: limited("ulimit -v 16000000") });
    expect(found).toEqual({
      missing: expect.stringMatching(
        /^64 threads take 40320 MiB of address space, and its limit leaves \d+ MiB$/,
      ),
      remedy: expect.stringMatching(/ulimit -v unlimited.*--threads/),
    });
  });

  test.runIf(linux)("address space that ends before a memory that can grow", () => {
    expect(opened("wasm", { before: limited("ulimit -v 3000000") })).toEqual({
      missing: expect.stringMatching(/the system refuses a shared WebAssembly memory/),
      remedy: expect.stringMatching(/ulimit -v unlimited/),
    });
    expect(opened("js", { before: limited("ulimit -v 3000000") })).toEqual({ available: true });
  });

  // another user's processes can be counted from none, where this one may become another
  const other = ["prlimit", "--nproc=24", "setpriv", "--reuid=54321", "--clear-groups", "--inh-caps=-all"];
  const readable = spawnSync("setpriv", [
    ...other.slice(3),
    process.execPath,
    join(root, "packages/core/src/norm.ts"),
  ]);
  test.runIf(readable.status === 0)("threads that the system refuses to start", () => {
    spawnSync("chmod", ["-R", "a+rX", made]);
    expect(opened("wasm-mt", { threads: 64, before: other })).toEqual({
      missing: expect.stringMatching(/^the system refuses to start as many threads as 63 \(.*EAGAIN.*\)$/),
      remedy: expect.stringMatching(/ulimit -u.*--threads/),
    });
  });
});

test.runIf(linux)(
  "a library that is cut anywhere before its end is known, a whole one and other files pass",
  () => {
    const file = join(made, "library");
    const whole = readFileSync(process.execPath);
    expect(isCut(process.execPath)).toBe(false);
    expect(isCut(join(made, "nothing"))).toBe(false);
    expect(isCut(import.meta.filename)).toBe(false);
    for (const share of [0, 1e-7, 0.3, 0.999]) {
      writeFileSync(file, whole.subarray(0, Math.floor(share * whole.length)));
      expect(isCut(file)).toBe(true);
    }
  },
);
