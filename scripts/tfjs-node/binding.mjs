// The binding between Node and libtensorflow, compiled from tfjs-node's source: a built one is published without a sum.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { run } from "../run.mjs";

/** The C++ compiler of this machine, or undefined. */
export function compiler() {
  for (const name of [process.env.CXX, "g++", "clang++", "c++"].filter(Boolean)) {
    try {
      run(name, ["--version"], { seconds: 10 });
      return name;
    } catch {}
  }
}

/** How the library is linked, as tfjs-node's binding.gyp says. */
const libraries = {
  linux: ["-Ldeps/lib", "-ltensorflow", "-ltensorflow_framework", "-Wl,-rpath,$ORIGIN/../../deps/lib"],
  darwin: [
    "deps/lib/libtensorflow.2.dylib",
    "deps/lib/libtensorflow_framework.2.dylib",
    "-Wl,-rpath,@loader_path/../../deps/lib",
    "-undefined",
    "dynamic_lookup",
  ],
};

/** Compiles the binding of the tfjs-node at `dir`/node_modules against the headers and the library in its deps/. */
export function buildBinding(dir, cxx) {
  const home = join(dir, "node_modules", "@tensorflow", "tfjs-node");
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
  const files = ["binding/tfjs_backend.cc", "binding/tfjs_binding.cc", "-o", "lib/napi-v8/tfjs_binding.node"];
  run(cxx, [...options, ...includes, ...files, ...libraries[process.platform]], { cwd: home, seconds: 180 });
}
