// The official route: the two archives that tfjs-node's own install script fetches.
import { join } from "node:path";
import { run } from "./run.mjs";

const ARCHIVE =
  "https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz";

/** Whether the host of the archives answers within four seconds. */
export async function officialAnswers() {
  try {
    return (await fetch(ARCHIVE, { method: "HEAD", signal: AbortSignal.timeout(4000) })).ok;
  } catch {
    return false;
  }
}

/** Lets the package at `dir`/node_modules fetch its library and its binding. */
export function installOfficial(dir) {
  run(process.execPath, ["scripts/install.js", "cpu", "download"], {
    cwd: join(dir, "node_modules", "@tensorflow", "tfjs-node"),
    seconds: 300,
    env: { PATH: `${join(dir, "node_modules", ".bin")}:${process.env.PATH}` },
  });
}
