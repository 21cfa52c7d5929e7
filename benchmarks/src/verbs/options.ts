// Options that several verbs share, parsed once and with one meaning.
import { existsSync, mkdtempSync, rmdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { backendNames } from "@widthwise/backends";
import type { Initialisation } from "@widthwise/core";
import {
  balancedSubset,
  DataError,
  type Dataset,
  datasets,
  type Examples,
  gather,
  trainingExamples,
} from "@widthwise/data";
import { algorithms } from "@widthwise/train";
import type { Command } from "commander";
import { UsageError } from "../exit-codes.ts";
import { shiftOf, wholeNumber } from "../grids.ts";
import type { TrainingData } from "../measuring/rounds/spec.ts";
import { oneOf } from "../names.ts";

/** 2^40 neurons of one input each would already need terabytes. */
export const MOST_WIDTH = 2 ** 40;
export const MOST_INPUTS = 60_000;
export const DEFAULT_SHIFT = "c=0.48";
export const algorithmNames: readonly string[] = Object.keys(algorithms);
export { backendNames };

export interface DataOptions {
  dataset: string;
  dataDir?: string;
  labels: string;
  /** default: the suite's own, else DEFAULT_SHIFT */
  shift?: string;
  init: string;
  seed: string;
  threads?: string;
}

export function addCommonOptions(command: Command): Command {
  return command
    .option("--json <file>", "also write the result to this file")
    .option("--seed <number>", "seed of weights, subsets and order", "1")
    .option("--quiet", "no progress on stderr", false);
}

export function addDataOptions(command: Command): Command {
  return command
    .option("--dataset <name>", `one of ${Object.keys(datasets).join(", ")}`, "mnist")
    .option("--data-dir <folder>", "where the data set's files lie, if not where its package puts them")
    .option("--labels <kind>", "parity (±1 by even and odd class)", "parity")
    .option(
      "--shift <c=…|b=…>",
      `threshold b of the ReLU: c=0.48 means b = √(c ln m); default: the suite's, else ${DEFAULT_SHIFT}`,
    )
    .option("--init <kind>", "gaussian or antisymmetric", "gaussian")
    .option("--threads <count>", "threads of backends that have a choice; default: all cores");
}

export const parseSeed = (text: string) => wholeNumber("--seed", text, 0, Number.MAX_SAFE_INTEGER);
export const parseThreads = (text: string | undefined) =>
  text === undefined ? undefined : wholeNumber("--threads", text, 1, 256);

export interface Loaded {
  readonly dataset: Dataset;
  readonly examples: Examples;
  readonly data: TrainingData;
}

/** Checks the options and reads the data, n examples of it; `shift` holds where the options name none. */
export function loadData(options: DataOptions, n: number, shift = DEFAULT_SHIFT): Loaded {
  oneOf("dataset", options.dataset, Object.keys(datasets));
  oneOf("label kind", options.labels, ["parity", "one-hot"]);
  if (options.labels === "one-hot")
    throw new UsageError(
      "--labels one-hot needs one output a class; the networks here have one output: use parity",
    );
  oneOf("initialisation", options.init, ["gaussian", "antisymmetric"]);
  const chosenShift = options.shift ?? shift;
  shiftOf(chosenShift);
  const seed = parseSeed(options.seed);
  try {
    const dataset = datasets[options.dataset]({ dataDir: options.dataDir, seed });
    if (n > dataset.train.count)
      throw new UsageError(`--n is ${n}: ${options.dataset} has ${dataset.train.count} training examples`);
    const examples = trainingExamples(dataset.train, n, "parity", seed);
    const { inputs, labels, d } = examples;
    const init = options.init as Initialisation;
    return { dataset, examples, data: { inputs, labels, d, shift: chosenShift, seed, init } };
  } catch (error) {
    throw error instanceof DataError ? new UsageError(error.message) : error;
  }
}

/** `count` examples of the test split, by default all, labelled like the training examples. */
export function loadTest({ dataset, data }: Loaded, text: string | true): Examples {
  const { test, name } = dataset;
  if (test === undefined) throw new UsageError(`--test: ${name} has no test examples where it was read from`);
  const count = text === true ? test.count : wholeNumber("--test", text, 1, test.count);
  return gather(test, balancedSubset(test, count, data.seed), "parity");
}

/** The file's full path; UsageError, before any work, unless a file can be written there. Leaves nothing behind. */
export function checkWritable(file: string): string {
  const path = resolve(file);
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory())
    throw new UsageError(`cannot write ${file}: ${folder} is not a folder`);
  // permissions do not tell all (a read-only or special file system, root): only an attempt does
  try {
    rmdirSync(mkdtempSync(join(folder, ".widthwise-")));
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
  return path;
}
