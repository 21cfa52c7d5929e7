// Options of training algorithms: what every algorithm takes, then what single ones do.
import {
  algorithms,
  hashingDefaults,
  sketchDefaults,
  sketchKinds,
  type TrainerOptions,
} from "@widthwise/train";
import { UsageError } from "../../exit-codes.ts";
import { checkWithin, positiveNumber, wholeNumber } from "../../grids.ts";
import { option, type Values } from "./option.ts";
import { oneName } from "./readers.ts";

/** Algorithms of one step, with a kernel. */
const regressions = ["kernel", "kernel-limit", "last-layer"];
const sketching = ["sketch-gn"];
const hashing = ["lsh-gd"];

export const trainerOptions = {
  rate: option(
    "--rate <eta>",
    "step size; default 1/λ_max(G₀) for gradient descent, 1 for Gauss–Newton, 1e-3 for Adam",
    positiveNumber,
  ),
  batch: option(
    "--batch <count>",
    "inputs per step, drawn anew every epoch; default all",
    wholeNumber(1, Number.MAX_SAFE_INTEGER),
  ),
  train: option(
    "--train <layers>",
    "first or both: with both, tree algorithms move the a_r too",
    oneName("choice of layers", ["first", "both"]),
    "first",
  ),
  ridge: option(
    "--ridge <lambda>",
    `${regressions.join(", ")}: added to the diagonal of the kernel; default none`,
    positiveNumber,
  ),
  sketch: option(
    "--sketch <kind>",
    `sketch-gn: ${sketchKinds.join(", ")}; default ${sketchDefaults.kind}`,
    oneName("sketch", sketchKinds),
  ),
  sketchRows: option(
    "--sketch-rows <multiple>",
    `sketch-gn: rows of the sketch for each input; default ${sketchDefaults.rows}`,
    positiveNumber,
  ).conflicts(["distortion", "failure"]),
  distortion: option(
    "--distortion <epsilon>",
    "sketch-gn: with --failure, as many rows as the theorem asks for",
    positiveNumber,
  ),
  failure: option(
    "--failure <rho>",
    "sketch-gn: probability that the theorem's sketch distorts more",
    positiveNumber,
  ),
  innerTolerance: option(
    "--inner-tolerance <epsilon>",
    `sketch-gn: relative residual of each solve; default ${sketchDefaults.tolerance}`,
    positiveNumber,
  ),
  innerSteps: option(
    "--inner-steps <count>",
    `sketch-gn: at most so many iterations; default ${sketchDefaults.maxSteps}`,
    wholeNumber(1, 1e9),
  ),
  tables: option(
    "--tables <count>",
    `lsh-gd: hash tables; default ${hashingDefaults.tables}`,
    wholeNumber(1, 1024),
  ),
  bits: option(
    "--bits <count>",
    `lsh-gd: bits of a table's code; default ${hashingDefaults.bits}`,
    wholeNumber(1, 24),
  ),
};
type TrainerValues = Values<typeof trainerOptions>;

/** Options that only some algorithms have. */
const owners: Partial<Record<keyof TrainerValues, readonly string[]>> = {
  ridge: regressions,
  sketch: sketching,
  sketchRows: sketching,
  distortion: sketching,
  failure: sketching,
  innerTolerance: sketching,
  innerSteps: sketching,
  tables: hashing,
  bits: hashing,
};

/** What the trainers of these algorithms on n inputs are told; an option that none of them has is refused. */
export function trainerOf(
  values: TrainerValues,
  names: readonly string[],
  n: number,
): Omit<TrainerOptions, "start"> {
  const refuse = (option: string, owner: string) => {
    throw new UsageError(`${option} is an option of ${owner}, not of ${names.join(", ")}`);
  };
  for (const [key, own] of Object.entries(owners) as [keyof TrainerValues, readonly string[]][])
    if (values[key] !== undefined && !names.some((name) => own.includes(name)))
      refuse(`--${trainerOptions[key].name()}`, own.join(", "));
  for (const key of ["rate", "batch"] as const)
    if (values[key] !== undefined && names.every((name) => algorithms[name].atOnce))
      refuse(`--${key}`, "algorithms that take steps");
  const { rate, batch, ridge, train, sketch, innerTolerance, innerSteps, tables, bits } = values;
  if (batch !== undefined) checkWithin("--batch", batch, 1, n);
  const single = names.find((name) => !algorithms[name].bothLayers);
  if (train === "both" && single !== undefined)
    throw new UsageError(`--train is "both": ${single} trains the first layer alone`);
  return {
    rate,
    batch,
    ridge,
    train,
    sketch: { kind: sketch, rows: rowsOf(values), tolerance: innerTolerance, maxSteps: innerSteps },
    hashing: { tables, bits },
  };
}

/** Rows as a multiple of the inputs, or by theorem. */
function rowsOf({ sketchRows, distortion, failure }: TrainerValues) {
  if (distortion === undefined && failure === undefined) return sketchRows;
  if (distortion === undefined || failure === undefined)
    throw new UsageError("rows of the sketch: either --sketch-rows or both --distortion and --failure");
  return { distortion, failure };
}
