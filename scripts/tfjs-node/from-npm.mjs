// The npm route, for machines that reach a package registry only: libtensorflow 1.15.0 out of a package that carries a
// built tfjs-node 2.7.0, and the binding of 4.22.0 compiled against it.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { npm, run } from "./run.mjs";

const CARRIER = "tfjs-node-lambda-releases@1.6.1";
const TREE = "nodejs12.x-tf2.7.0.br";
const SHA256 = {
  "libtensorflow.so.1.15.0": "95590cd1cbe4fcd2065e17b2c797a39e2ee31b499d081aff77d3b70a93818daa",
  "libtensorflow_framework.so.1.15.0": "0217782c0ef974979ea371efa2b672622cd4486d2ec2746d24277a5f50d63e09",
};

/** The C++ compiler of this machine, or undefined. */
export function compiler() {
  for (const name of [process.env.CXX, "g++", "clang++", "c++"].filter(Boolean)) {
    try {
      run(name, ["--version"], { seconds: 10 });
      return name;
    } catch {}
  }
}

/** Whether the carried library, linux x64 against glibc, can run here. */
export function platformFits() {
  const glibc = process.report?.getReport().header.glibcVersionRuntime !== undefined;
  return process.platform === "linux" && process.arch === "x64" && glibc;
}

/** Puts library and binding into the tfjs-node at `dir`/node_modules. Downloads 195 MB and keeps 250. */
export async function installFromNpm(dir, cxx) {
  const home = join(dir, "node_modules", "@tensorflow", "tfjs-node");
  const work = join(dir, "download");
  mkdirSync(work);
  npm(["pack", CARRIER, "--silent", "--pack-destination", work, "--cache", join(work, "cache")], {
    cwd: work,
    seconds: 400,
  });
  await unpack(dir, work, home);
  rmSync(work, { recursive: true });
  for (const [name, expected] of Object.entries(SHA256))
    await check(join(home, "deps", "lib", name), expected);
  build(dir, home, cxx);
}

/** Takes deps/ and the C++ source that fits it out of the package in `work`. */
async function unpack(dir, work, home) {
  const tar = createRequire(join(dir, "package.json"))("tar");
  const tarball = join(work, `${CARRIER.replace("@", "-")}.tgz`);
  await tar.x({ file: tarball, cwd: work, strip: 1, filter: (path) => path === `package/${TREE}` });
  const inside = "node_modules/@tensorflow/tfjs-node/";
  const wanted = [`${inside}deps/`, `${inside}binding/tfjs_backend.cc`];
  await pipeline(
    createReadStream(join(work, TREE)),
    createBrotliDecompress(),
    tar.x({ cwd: home, strip: 3, filter: (path) => wanted.some((start) => path.startsWith(start)) }),
  );
}

async function check(file, expected) {
  if (!existsSync(file)) throw new Error(`${CARRIER} holds no ${file.split("/").pop()}`);
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const found = hash.digest("hex");
  if (found !== expected) throw new Error(`${file.split("/").pop()} has sha256 ${found}, not ${expected}`);
}

/**
 * Compiles 4.22.0's tfjs_binding.cc with 2.7.0's tfjs_backend.cc: libtensorflow 1.15 has no TF_TString, which the newer
 * one needs. The older one lacks a method that the newer binding calls: it is added in front of another.
 */
function build(dir, home, cxx) {
  const source = join(home, "binding", "tfjs_backend.cc");
  const text = readFileSync(source, "utf8");
  const before = "napi_value TFJSBackend::GetTensorData(";
  if (text.split(before).length !== 2) throw new Error("tfjs_backend.cc is not the one expected");
  const method = `napi_value TFJSBackend::GetNumOfTensors(napi_env env) {
  napi_value count;
  if (napi_create_int32(env, tfe_handle_map_.size(), &count) != napi_ok) return nullptr;
  return count;
}

`;
  writeFileSync(source, text.replace(before, method + before));
  mkdirSync(join(home, "lib", "napi-v8"), { recursive: true });
  const headers = createRequire(join(dir, "package.json"))("node-api-headers").include_dir;
  const options = [
    "-std=c++17",
    "-O2",
    "-fPIC",
    "-shared",
    "-w",
    "-DNAPI_VERSION=8",
    "-DBUILDING_NODE_EXTENSION",
  ];
  const includes = [`-I${headers}`, "-Ideps/include"];
  const libraries = [
    "-Ldeps/lib",
    "-ltensorflow",
    "-ltensorflow_framework",
    "-Wl,-rpath,$ORIGIN/../../deps/lib",
  ];
  const files = ["binding/tfjs_backend.cc", "binding/tfjs_binding.cc", "-o", "lib/napi-v8/tfjs_binding.node"];
  run(cxx, [...options, ...includes, ...files, ...libraries], { cwd: home, seconds: 180 });
}
