// The official route: the archive of libtensorflow that tfjs-node 4.22.0 asks for on this platform.
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { checkSum } from "./check-sum.mjs";

const HOST = "https://storage.googleapis.com";
/** Sums as nixpkgs (its package mjolnir) publishes them; those of the x64 archives stand in Bazel rules (graft) too. */
const archives = {
  "linux-x64": {
    url: `${HOST}/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz`,
    sum: "sha256-f1ENJUbj214QsdEZRjaJAD1YeEKJKtPJW8pRz4KCAXM=",
  },
  "linux-arm64": {
    url: `${HOST}/tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz`,
    sum: "sha256-k5XR/zn1toR/USHmef9OWZ3HBhoqf4fOrAYceOkI5uM=",
  },
  "darwin-x64": {
    url: `${HOST}/tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz`,
    sum: "sha256-Vvg9MyC6D2mqr9bAWGReG3+8dfuaP8Nta+mN4SkcoiY=",
  },
  "darwin-arm64": {
    url: `${HOST}/tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz`,
    sum: "sha256-E6siuX4q8G5DGq63tC+4mYGWXdAaoW2gNdghCqQYPXk=",
  },
};
const archive = archives[`${process.platform}-${process.arch}`];

/** Whether there is an archive for this platform and its host answers within four seconds. */
export async function officialAnswers() {
  try {
    return (await fetch(archive.url, { method: "HEAD", signal: AbortSignal.timeout(4000) })).ok;
  } catch {
    return false;
  }
}

/** Puts library and headers into the tfjs-node at `dir`/node_modules. Downloads about 130 MB. */
export async function takeOfficial(dir) {
  const file = join(dir, "libtensorflow.tar.gz");
  const { ok, status, body } = await fetch(archive.url, { signal: AbortSignal.timeout(300_000) });
  if (!ok) throw new Error(`${archive.url} answers ${status}`);
  await pipeline(Readable.fromWeb(body), createWriteStream(file));
  await checkSum(file, archive.sum);
  const deps = join(dir, "node_modules", "@tensorflow", "tfjs-node", "deps");
  mkdirSync(deps, { recursive: true });
  await createRequire(join(dir, "package.json"))("tar").x({ file, cwd: deps });
  rmSync(file);
}
