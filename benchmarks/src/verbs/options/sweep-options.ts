// Options of `sweep`: where a study's cells run, and which of them.
import { wholeNumber } from "../../grids.ts";
import { outputOptions } from "./common-options.ts";
import { flag, option, type Values } from "./option.ts";
import { oneName, text } from "./readers.ts";
import { suiteOptions } from "./suite-options.ts";

/** Parts of a cluster job, unless the user says. */
export const DEFAULT_SHARDS = 16;

export const sweepOptions = {
  ...suiteOptions,
  ...outputOptions,
  threads: option(
    "--threads <count>",
    "threads of backends that have a choice; default: all cores of the machine that runs a cell",
    wholeNumber(1, 256),
  ),
  launcher: option(
    "--launcher <name>",
    "local, slurm, or kubernetes (prints a job for kubectl)",
    oneName("launcher", ["local", "slurm", "kubernetes"]),
    "local",
  ),
  resume: flag("--resume", "use the cells that are recorded").conflicts("fresh"),
  fresh: flag("--fresh", "forget the cells that are recorded"),
  status: flag("--status", "say how far the sweep is, and run nothing"),
  workers: option(
    "--workers <count>",
    "processes at a time; default: one per core, in a part of a cluster job one",
    wholeNumber(1, 1024),
  ),
  retries: option("--retries <count>", "how often a job that fails is tried again", wholeNumber(0, 100), 2),
  shards: option(
    "--shards <count>",
    `parts of a cluster job; default: at most ${DEFAULT_SHARDS}`,
    wholeNumber(1, 1000),
  ),
  sbatch: option(
    "--sbatch <options>",
    "more options for sbatch, such as '--partition=long --time=60'",
    (_, given) => given.trim().split(/\s+/),
  ),
  image: option("--image <name>", "of pods: has this repository installed as its working directory", text),
  claim: option("--claim <name>", "of pods: a volume claim that all of them can write", text),
};
export type SweepOptions = Values<typeof sweepOptions>;
