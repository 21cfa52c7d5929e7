// Options of the data that networks are trained on, and of what all trained networks have in common.
import { availableParallelism } from "node:os";
import { datasets } from "@widthwise/data";
import { UsageError } from "../../exit-codes.ts";
import { type Reader, wholeNumber } from "../../grids.ts";
import { oneOf } from "../../names.ts";
import { seed } from "./common-options.ts";
import { option, type Values } from "./option.ts";
import { oneName, shift, text } from "./readers.ts";

export const DEFAULT_SHIFT = "c=0.48";
export const DEFAULT_DATASET = "mnist";
const datasetNames = Object.keys(datasets);
const cores = availableParallelism();

/** Networks have one output: labels that need more are refused with the reason. */
const labelKind: Reader<"parity"> = (what, kind) => {
  if (oneOf("label kind", kind, ["parity", "one-hot"]) === "parity") return "parity";
  throw new UsageError(
    `${what} one-hot needs one output per class; the networks here have one output: use parity`,
  );
};

export const dataOptions = {
  seed,
  dataset: option(
    "--dataset <name>",
    `one of ${datasetNames.join(", ")}; default: the suite's, else ${DEFAULT_DATASET}`,
    oneName("dataset", datasetNames),
  ),
  dataDir: option(
    "--data-dir <folder>",
    "where the data set's files lie, if not where its package puts them",
    text,
  ),
  labels: option("--labels <kind>", "parity (±1 by even and odd class)", labelKind, "parity"),
  shift: option(
    "--shift <c=…|b=…>",
    `threshold b of the ReLU: c=0.48 means b = √(c ln m); default: the suite's, else ${DEFAULT_SHIFT}`,
    shift,
  ),
  init: option(
    "--init <kind>",
    "gaussian or antisymmetric",
    oneName("initialisation", ["gaussian", "antisymmetric"]),
    "gaussian",
  ),
  threads: option(
    "--threads <count>",
    `threads of backends that have a choice, at most the ${cores} cores of this machine; default: all of them`,
    wholeNumber(1, cores, ", the cores of this machine"),
  ),
};
export type DataOptions = Values<typeof dataOptions>;
