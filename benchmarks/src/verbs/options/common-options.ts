// Options that nearly every verb has.
import { wholeNumber } from "../../grids.ts";
import { type JsonDestination, jsonDestination, outputFolder } from "../output/writable.ts";
import { flag, option, type Values } from "./option.ts";

export const json = option(
  "--json <file>",
  "also write the result to this file, or - for standard output",
  jsonDestination,
);
export const quiet = flag("--quiet", "no progress on stderr");

export const seed = option(
  "--seed <number>",
  "seed of weights, subsets and order",
  wholeNumber(0, Number.MAX_SAFE_INTEGER),
  1,
);

/** Where results go. */
export const outputOptions = {
  resume: flag("--resume", "go on where an interrupted run of the same command stopped").conflicts("fresh"),
  fresh: flag("--fresh", "forget what an interrupted run of the same command found"),
  publish: flag("--publish", "write into reports/<machine>/<date>-<suite>/"),
  output: option("--output <folder>", "where results go that are not published", outputFolder, ".widthwise"),
};
export type OutputOptions = Values<typeof outputOptions> & { readonly json?: JsonDestination | undefined };
