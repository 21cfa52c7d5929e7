// Options that change what a suite measures, and how much of it.
import { gridOf, MOST_INPUTS, MOST_WIDTH, positiveNumber, wholeNumber } from "../../grids.ts";
import { parseShard } from "../../measuring/shard.ts";
import { json, quiet } from "./common-options.ts";
import { dataOptions } from "./data-options.ts";
import { option, repeatable, type Values } from "./option.ts";
import { assignment, names, text } from "./readers.ts";

export const suiteOptions = {
  json,
  quiet,
  ...dataOptions,
  algorithms: option("--algorithms <a,b>", "default: the suite's", names),
  backends: option("--backends <x,y>", "default: the suite's", names),
  widths: option(
    "--widths <grid>",
    "numbers of neurons: 4096, 2^10:2^14 (doubling), 2^10:2^14:√2, or a list",
    gridOf(MOST_WIDTH),
  ),
  n: option("--n <grid>", "numbers of inputs, in the same forms", gridOf(MOST_INPUTS)),
  profile: option("--profile <name>", "quick or full", text, "quick"),
  rounds: option("--rounds <R>", "rounds over all cells in each process", wholeNumber(1, 10_000)),
  processes: option(
    "--processes <P>",
    "times that every measuring process is started afresh: from three on intervals hold what differs between them",
    wholeNumber(1, 100),
  ),
  attempts: option(
    "--attempts <A>",
    "times that cells are measured at most while other programs disturb them; default 3",
    wholeNumber(1, 3),
  ),
  budget: option(
    "--budget <seconds>",
    "a cell predicted to take longer, all processes together, is skipped",
    positiveNumber,
  ),
  shard: option("--shard <i/k>", "only the i-th of k parts of the cells; `merge` joins them", parseShard),
  set: repeatable(
    "--set <name=value>",
    "a parameter of a study (see its suites/NAME.json), such as rounds=3; repeatable",
    assignment,
  ),
};
export type SuiteOptions = Values<typeof suiteOptions>;
