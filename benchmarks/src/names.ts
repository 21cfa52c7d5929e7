// Names on the command line, and what was probably meant by one that does not exist.
import { closest, distance } from "fastest-levenshtein";
import { UsageError } from "./exit-codes.ts";

/** `name` if it is one of `accepted`, else a UsageError that says what was probably meant. */
export function oneOf<const N extends string>(what: string, name: string, accepted: readonly N[]): N {
  const found = accepted.find((one) => one === name);
  if (found !== undefined) return found;
  throw unknown(what, name, accepted, meantBy(name.trim().toLowerCase(), accepted));
}

/** `names` if every one of them is accepted, else a UsageError; `all` is no name, but is told how to write it. */
export function eachOf<const N extends string>(
  what: string,
  names: readonly string[],
  accepted: readonly N[],
): N[] {
  const all = names.find((name) => /^(all|\*)$/i.test(name));
  if (all !== undefined && !(accepted as readonly string[]).includes(all))
    throw unknown(what, all, accepted, accepted.join(","));
  return names.map((name) => oneOf(what, name, accepted));
}

/** "a,b" as its names, none twice. */
export function namesIn(list: string): string[] {
  return [...new Set(list.split(",").map((name) => name.trim()))];
}

function unknown(what: string, name: string, accepted: readonly string[], meant?: string): UsageError {
  const head = `unknown ${what} ${JSON.stringify(name)}:`;
  const list = accepted.join(", ");
  return new UsageError(
    meant === undefined
      ? `${head} accepted are ${list}`
      : `${head} did you mean ${meant}? Accepted are ${list}`,
  );
}

/** What people call things whose names here neither contain the word nor resemble it. */
const synonyms: Readonly<Record<string, string>> = {
  cuda: "tfjs-webgpu",
  webgl: "tfjs-webgpu",
  "tfjs-gpu": "tfjs-webgpu",
  javascript: "js",
  float64: "js",
  simd: "wasm",
  webassembly: "wasm",
  threads: "wasm-mt",
  native: "openblas",
  blas: "openblas",
  python: "numpy",
  onnx: "onnxruntime",
  ort: "onnxruntime",
  jax: "jax-js",
  tensorflow: "tfjs-node",
  sgd: "dense-gd",
  "gauss-newton": "dense-gn",
  simhash: "lsh-gd",
  ntk: "kernel",
  fast: "quick",
  short: "quick",
  long: "full",
  sbatch: "slurm",
  k8s: "kubernetes",
  kubectl: "kubernetes",
};

/** Slips of the pen: letters changed, added or left out. */
const MOST_SLIPS = 2;
/** More names than these are no hint. */
const MOST_HINTS = 4;

/** By meaning, then as a part of names, then by spelling; undefined where nothing is near. */
function meantBy(word: string, accepted: readonly string[]): string | undefined {
  if (word === "") return undefined;
  if (accepted.includes(word)) return word;
  const synonym = synonyms[word];
  if (accepted.includes(synonym)) return synonym;
  const containing = accepted.filter((name) => name.includes(word));
  if (containing.length >= 1 && containing.length <= MOST_HINTS) return containing.join(" or ");
  const near = closest(word, accepted);
  return distance(word, near) <= MOST_SLIPS ? near : undefined;
}
