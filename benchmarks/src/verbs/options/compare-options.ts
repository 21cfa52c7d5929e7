// Options of `compare`, and of a gate on times: what is measured of two revisions, and how long.
import { positiveNumber, wholeNumber } from "../../grids.ts";
import { outputOptions } from "./common-options.ts";
import { flag, option, type Values } from "./option.ts";
import { text } from "./readers.ts";
import { suiteOptions } from "./suite-options.ts";

const { dataset, dataDir, labels, shift, init, threads, seed, algorithms, backends, widths, n, quiet } =
  suiteOptions;
const { resume, fresh, output } = outputOptions;

/** Of revisions that are measured. */
export const measureOptions = {
  suite: option("--suite <name>", "which suite; default: gate, and with --published cpi", text),
  quiet,
  ...{ algorithms, backends, widths, n, dataset, dataDir, labels, shift, init, threads, seed },
  rounds: option("--rounds <R>", "rounds of each process; default: the suite's", wholeNumber(1, 10_000)),
  processes: option(
    "--processes <P>",
    "the fewest processes of each side; default: the suite's",
    wholeNumber(1, 100),
  ),
  mostProcesses: option(
    "--most-processes <P>",
    "the most, of which so many are taken that the error of a level is about a fifth of its threshold",
    wholeNumber(1, 100),
    8,
  ),
  untilResolved: option(
    "--until-resolved <seconds>",
    "instead of a number of processes: until every interval is narrow enough, or so many seconds are spent",
    positiveNumber,
  ),
  budget: option("--budget <seconds>", "a cell predicted to take longer is skipped", positiveNumber),
  timeEqual: flag("--time-equal", "time both sides even where their code is the same"),
  ...{ resume, fresh, output },
};
export type MeasureOptions = Values<typeof measureOptions>;

export const compareOptions = {
  json: suiteOptions.json,
  published: flag("--published", "compare what was published at the two revisions, and measure nothing"),
  ...measureOptions,
};
export type CompareOptions = Values<typeof compareOptions>;
