// The backend `tfjs-node`.
import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import util from "node:util";
import type { Opened, OpenOptions, Tf } from "./backend.ts";
import { isCut } from "./cut-library.ts";
import { processorModel } from "./processor-model.ts";
import { tfjsBackend } from "./tfjs-backend.ts";
import type { Engine } from "./tfjs-engine.ts";

// tfjs-node is no dependency of this package, as its install script would break `npm ci` where its host is unreachable
const NATIVE = join(import.meta.dirname, "..", "..", "..", ".native");
const PACKAGE = join(NATIVE, "tfjs-node", "node_modules", "@tensorflow", "tfjs-node");
const SETUP = "npm run setup";
const ANEW = `remove .native/tfjs-node, then run: ${SETUP}`;

/** libtensorflow reads its number of threads once, so the first to open it in a process decides. */
let loaded: { tf: Tf; threads: number } | undefined;

function load(threads: number): { tf: Tf; threads: number } {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  // Node 24 removed two functions that 4.22.0 calls
  const removed = util as unknown as Record<string, unknown>;
  removed.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  removed.isArray ??= Array.isArray;
  const tf: Tf = createRequire(join(NATIVE, "tfjs-node", "package.json"))("@tensorflow/tfjs-node");
  tf.env().set("PROD", true);
  return { tf, threads };
}

/** What the set-up script said when it did not succeed: a line of reason, a line of remedy. */
function absence(): Opened {
  const note = join(NATIVE, "tfjs-node-absent.txt");
  const [missing, remedy] = existsSync(note) ? readFileSync(note, "utf8").trim().split("\n") : [];
  return { missing: missing ?? "tfjs-node is not installed", remedy: remedy ?? `run: ${SETUP}` };
}

/** tfjs on libtensorflow (Eigen): AVX and threads. Loads what scripts/setup-tfjs-node.mjs installed. */
export async function openTfjsNode(options: OpenOptions = {}, block = 4096): Promise<Opened> {
  if (!existsSync(join(NATIVE, "tfjs-node", "stamp.json"))) return absence();
  const cut = globSync("{lib,deps/lib}/**/*.{node,so*}", { cwd: PACKAGE }).find((file) =>
    isCut(join(PACKAGE, file)),
  );
  if (cut !== undefined) return { missing: `its library ${cut} is cut`, remedy: ANEW };
  const threads = options.threads ?? availableParallelism();
  try {
    loaded ??= load(threads);
  } catch (error) {
    return {
      missing: `tfjs-node does not load: ${(error as Error).message.split("\n")[0]}`,
      remedy: ANEW,
    };
  }
  if (loaded.threads !== threads)
    return {
      missing: `libtensorflow already runs with ${loaded.threads} threads in this process, not ${threads}`,
      remedy: "open it in a process of its own",
    };
  const { tf } = loaded;
  await tf.setBackend("tensorflow");
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  const engine: Engine = {
    tf,
    key: "tensorflow",
    block,
    layout: "columns",
    // step is a composite there: 0.9 ms against 0.2 for 2^18 numbers
    indicator: "sign",
    asynchronous: false,
    transposes: true,
    info: {
      name: "tfjs-node",
      version: `${tf.version_core} (libtensorflow ${binding.TF_Version})`,
      device: processorModel(),
      software: false,
      threads,
      precision: "float32",
    },
  };
  // libtensorflow cannot be unloaded
  return { backend: tfjsBackend(engine, () => {}) };
}
