// The npm route, for machines that reach a package registry only: libtensorflow 1.15.0 out of a package that carries a
// built tfjs-node 2.7.0, and the C++ source of that version that fits the library.
import { createReadStream, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { npm } from "../run.mjs";
import { checkSum } from "./check-sum.mjs";

const CARRIER = "tfjs-node-lambda-releases@1.6.1";
/** of the package, and so of all that is taken from it */
const SUM = "sha512-D275PZpxsKenTuiPnvIE5T+D5JrT4aU9M3EDCedBQKlP0hUB7011Yzg8CAJ6MBIog9Lq90aaEair4yrBBlk61w==";
const TREE = "nodejs12.x-tf2.7.0.br";

/** Whether the carried library, linux x64 against glibc, can run here. */
export function platformFits() {
  const glibc = process.report?.getReport().header.glibcVersionRuntime !== undefined;
  return process.platform === "linux" && process.arch === "x64" && glibc;
}

/** Puts library, headers and source into the tfjs-node at `dir`/node_modules. Downloads 195 MB and keeps 250. */
export async function takeFromNpm(dir) {
  const home = join(dir, "node_modules", "@tensorflow", "tfjs-node");
  const work = join(dir, "download");
  mkdirSync(work);
  npm(["pack", CARRIER, "--silent", "--pack-destination", work, "--cache", join(work, "cache")], {
    cwd: work,
    seconds: 400,
  });
  await unpack(dir, work, home);
  rmSync(work, { recursive: true });
  addMethod(join(home, "binding", "tfjs_backend.cc"));
}

/** Takes deps/ and the C++ source that fits it out of the package in `work`. */
async function unpack(dir, work, home) {
  const tar = createRequire(join(dir, "package.json"))("tar");
  const tarball = join(work, `${CARRIER.replace("@", "-")}.tgz`);
  await checkSum(tarball, SUM);
  await tar.x({ file: tarball, cwd: work, strip: 1, filter: (path) => path === `package/${TREE}` });
  const inside = "node_modules/@tensorflow/tfjs-node/";
  const wanted = [`${inside}deps/`, `${inside}binding/tfjs_backend.cc`];
  await pipeline(
    createReadStream(join(work, TREE)),
    createBrotliDecompress(),
    tar.x({ cwd: home, strip: 3, filter: (path) => wanted.some((start) => path.startsWith(start)) }),
  );
}

/**
 * 4.22.0's tfjs_binding.cc is compiled with 2.7.0's tfjs_backend.cc: libtensorflow 1.15 has no TF_TString, which the
 * newer one needs. The older one lacks a method that the newer binding calls: it is added in front of another.
 */
function addMethod(source) {
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
}
