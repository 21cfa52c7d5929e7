// Options of training algorithms on the command line: what every algorithm takes, then what single ones do.
import {
  algorithms,
  hashingDefaults,
  sketchDefaults,
  sketchKinds,
  type TrainerOptions,
} from "@widthwise/train";
import type { Command } from "commander";
import { UsageError } from "../exit-codes.ts";
import { positiveNumber, wholeNumber } from "../grids.ts";
import { oneOf } from "../names.ts";

export interface TrainerWords {
  rate?: string;
  batch?: string;
  ridge?: string;
  train: string;
  sketch?: string;
  sketchRows?: string;
  distortion?: string;
  failure?: string;
  innerTolerance?: string;
  innerSteps?: string;
  tables?: string;
  bits?: string;
}

/** Algorithms of one step, with a kernel. */
const regressions = ["kernel", "kernel-limit", "last-layer"];

export function addTrainerOptions(command: Command): Command {
  return command
    .option(
      "--rate <eta>",
      "step size; default 1/λ_max(G₀) for gradient descent, 1 for Gauss–Newton, 1e-3 for Adam",
    )
    .option("--batch <count>", "inputs a step, drawn anew every epoch; default all")
    .option("--train <layers>", "first or both: with both, tree algorithms move the a_r too", "first")
    .option(
      "--ridge <lambda>",
      `${regressions.join(", ")}: added to the diagonal of the kernel; default none`,
    )
    .option("--sketch <kind>", `sketch-gn: ${sketchKinds.join(", ")}; default ${sketchDefaults.kind}`)
    .option(
      "--sketch-rows <multiple>",
      `sketch-gn: rows of the sketch for each input; default ${sketchDefaults.rows}`,
    )
    .option("--distortion <epsilon>", "sketch-gn: with --failure, as many rows as the theorem asks for")
    .option("--failure <rho>", "sketch-gn: probability that the theorem's sketch distorts more")
    .option(
      "--inner-tolerance <epsilon>",
      `sketch-gn: relative residual of each solve; default ${sketchDefaults.tolerance}`,
    )
    .option(
      "--inner-steps <count>",
      `sketch-gn: at most so many iterations; default ${sketchDefaults.maxSteps}`,
    )
    .option("--tables <count>", `lsh-gd: hash tables; default ${hashingDefaults.tables}`)
    .option("--bits <count>", `lsh-gd: bits of a table's code; default ${hashingDefaults.bits}`);
}

/** The options of a run of these algorithms on n inputs; an option that none of them has is refused. */
export function parseTrainer(
  words: TrainerWords,
  names: readonly string[],
  n: number,
): Omit<TrainerOptions, "start"> {
  const whole = (what: string, text: string | undefined, most: number) =>
    text === undefined ? undefined : wholeNumber(what, text, 1, most);
  const positive = (what: string, text: string | undefined) =>
    text === undefined ? undefined : positiveNumber(what, text);
  const belongsTo = (algorithm: string, ...options: (readonly [string, string | undefined])[]) => {
    for (const [option, text] of options)
      if (text !== undefined && !names.includes(algorithm))
        throw new UsageError(`${option} is an option of ${algorithm}, not of ${names.join(", ")}`);
  };
  belongsTo(
    "sketch-gn",
    ["--sketch", words.sketch],
    ["--sketch-rows", words.sketchRows],
    ["--distortion", words.distortion],
    ["--failure", words.failure],
    ["--inner-tolerance", words.innerTolerance],
    ["--inner-steps", words.innerSteps],
  );
  if (words.ridge !== undefined && !names.some((name) => regressions.includes(name)))
    throw new UsageError(`--ridge is an option of ${regressions.join(", ")}, not of ${names.join(", ")}`);
  belongsTo("lsh-gd", ["--tables", words.tables], ["--bits", words.bits]);
  for (const [option, text] of [
    ["--rate", words.rate],
    ["--batch", words.batch],
  ])
    if (text !== undefined && names.every((name) => algorithms[name].atOnce))
      throw new UsageError(
        `${option} is an option of algorithms that take steps, not of ${names.join(", ")}`,
      );
  const train = oneOf("choice of layers", words.train, ["first", "both"]) as "first" | "both";
  const single = names.find((name) => !algorithms[name].bothLayers);
  if (train === "both" && single !== undefined)
    throw new UsageError(`--train is "both": ${single} trains the first layer alone`);
  const kind =
    words.sketch === undefined
      ? undefined
      : (oneOf("sketch", words.sketch, sketchKinds) as (typeof sketchKinds)[number]);
  return {
    rate: positive("--rate", words.rate),
    batch: whole("--batch", words.batch, n),
    ridge: positive("--ridge", words.ridge),
    train,
    sketch: {
      kind,
      rows: rowsOf(words),
      tolerance: positive("--inner-tolerance", words.innerTolerance),
      maxSteps: whole("--inner-steps", words.innerSteps, 1e9),
    },
    hashing: { tables: whole("--tables", words.tables, 1024), bits: whole("--bits", words.bits, 24) },
  };
}

/** Rows as a multiple of the inputs, or by theorem, not both. */
function rowsOf({ sketchRows, distortion, failure }: TrainerWords) {
  if (distortion === undefined && failure === undefined)
    return sketchRows === undefined ? undefined : positiveNumber("--sketch-rows", sketchRows);
  if (sketchRows !== undefined || distortion === undefined || failure === undefined)
    throw new UsageError("rows of the sketch: either --sketch-rows or both --distortion and --failure");
  return {
    distortion: positiveNumber("--distortion", distortion),
    failure: positiveNumber("--failure", failure),
  };
}
