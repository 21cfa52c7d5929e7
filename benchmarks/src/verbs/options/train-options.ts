// Options of `train`.
import { backendNames } from "@widthwise/backends";
import { algorithms } from "@widthwise/train";
import { MOST_INPUTS, MOST_WIDTH, positiveNumber, type Reader, wholeNumber } from "../../grids.ts";
import { eachOf, namesIn } from "../../names.ts";
import { json, quiet } from "./common-options.ts";
import { dataOptions } from "./data-options.ts";
import { option, TypedOption, type Values } from "./option.ts";
import { oneName } from "./readers.ts";
import { trainerOptions } from "./trainer-options.ts";

const algorithmNames = Object.keys(algorithms);
const theirNames: Reader<readonly string[]> = (_, list) => eachOf("algorithm", namesIn(list), algorithmNames);

export const trainOptions = {
  algorithm: option("--algorithm <a,b>", `of ${algorithmNames.join(", ")}`, theirNames, ["dense-gn"]),
  backend: option(
    "--backend <name>",
    `one of ${backendNames.join(", ")}`,
    oneName("backend", backendNames),
    "wasm",
  ),
  width: option("--width <m>", "number of neurons, whole or 2^k", wholeNumber(1, MOST_WIDTH), 4096),
  n: option("--n <count>", "number of inputs", wholeNumber(1, MOST_INPUTS), 64),
  steps: option("--steps <count>", "at most so many steps", wholeNumber(1, 1e9), 10),
  tolerance: option(
    "--tolerance <epsilon>",
    "stop when ‖f − y‖ is below; exit 1 when it never is",
    positiveNumber,
  ),
  test: new TypedOption<number | true | undefined>(
    "--test [count]",
    "then answer for test examples, by default all: accuracy; implies --init antisymmetric",
  )
    .argParser((text) => wholeNumber(1, Number.MAX_SAFE_INTEGER)("--test", text))
    .implies({ init: "antisymmetric" }),
  ...trainerOptions,
  json,
  quiet,
  ...dataOptions,
};
export type TrainOptions = Values<typeof trainOptions>;
