// The data that the options of a command name.
import {
  balancedSubset,
  DataError,
  type Dataset,
  datasets,
  type Examples,
  gather,
  trainingExamples,
} from "@widthwise/data";
import { UsageError } from "../../exit-codes.ts";
import { checkWithin } from "../../grids.ts";
import type { TrainingData } from "../../measuring/rounds/spec.ts";
import { type DataOptions, DEFAULT_DATASET, DEFAULT_SHIFT } from "../options/data-options.ts";

export interface Loaded {
  readonly dataset: Dataset;
  readonly examples: Examples;
  readonly data: TrainingData;
}

/** n examples of the data that the options name; `suite` holds where the options name none. */
export function loadData(
  { dataDir, seed, init, ...options }: DataOptions,
  n: number,
  suite: { readonly dataset?: string | undefined; readonly shift?: string | undefined } = {},
): Loaded {
  const name = options.dataset ?? suite.dataset ?? DEFAULT_DATASET;
  const shift = options.shift ?? suite.shift ?? DEFAULT_SHIFT;
  try {
    const dataset = datasets[name]({ dataDir, seed });
    if (n > dataset.train.count)
      throw new UsageError(`--n is ${n}: ${name} has ${dataset.train.count} training examples`);
    const examples = trainingExamples(dataset.train, n, options.labels, seed);
    const { inputs, labels, d } = examples;
    return { dataset, examples, data: { inputs, labels, d, shift, seed, init } };
  } catch (error) {
    throw error instanceof DataError ? new UsageError(error.message) : error;
  }
}

/** `count` examples of the test split, by default all, labelled like the training examples. */
export function loadTest({ dataset, data }: Loaded, count: number | true): Examples {
  const { test, name } = dataset;
  if (test === undefined) throw new UsageError(`--test: ${name} has no test examples where it was read from`);
  if (count !== true) checkWithin("--test", count, 1, test.count);
  return gather(test, balancedSubset(test, count === true ? test.count : count, data.seed), "parity");
}
