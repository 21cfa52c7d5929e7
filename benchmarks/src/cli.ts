#!/usr/bin/env node
// The command line: names of verbs and what they do. A verb is loaded when it is called, and what it works with when it works.
import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { endingOf } from "./ending.ts";
import { exitCodes } from "./exit-codes.ts";
import { refusalOf } from "./system-error.ts";
import { warn } from "./warn.ts";

interface VerbEntry {
  readonly about: string;
  readonly load: () => Promise<{ readonly verb: () => Command }>;
}

const verbs: Readonly<Record<string, VerbEntry>> = {
  run: { about: "measure a suite and write its report", load: () => import("./verbs/run.ts") },
  sweep: {
    about:
      "run a study whose jobs take long, anywhere: every cell is recorded when it is done, and the result is the same file however it ran",
    load: () => import("./verbs/sweep.ts"),
  },
  verify: {
    about: "run every cell of a suite (default: of all) once and check its answer, without timing",
    load: () => import("./verbs/verify.ts"),
  },
  train: {
    about: "train, printing loss, time and memory; several algorithms side by side",
    load: () => import("./verbs/train.ts"),
  },
  compare: {
    about: "measure two revisions in one run: verdict on HEAD against BASE, level and exponent apart",
    load: () => import("./verbs/compare.ts"),
  },
  gate: {
    about: "what CI calls: exit 0 pass, 1 regression, 2 usage, 3 inconclusive, 4 invalid, 5 a fault",
    load: () => import("./verbs/gate.ts"),
  },
  selftest: {
    about: "how often compare alarms without a reason on this machine, and which planted faults it finds",
    load: () => import("./verbs/selftest.ts"),
  },
  merge: {
    about: "join the results of all shards of one run into one result",
    load: () => import("./verbs/merge.ts"),
  },
  report: {
    about: "regenerate Markdown, SVG, HTML and the README's blocks from the published results",
    load: () => import("./verbs/report.ts"),
  },
  list: {
    about: "suites with what would run and how long, algorithms, backends and data sets",
    load: () => import("./verbs/list.ts"),
  },
  doctor: {
    about: "this machine, its peaks, and every backend: available, or why not and what to do",
    load: () => import("./verbs/doctor.ts"),
  },
};

// Node ignores this signal, so that a file that may not grow is an error like others; libraries that hear it for a while give it back its
// default, which is to kill
process.on("SIGXFSZ", () => {});
// a reader that has seen enough, such as head, closes the pipe; where nothing can be printed, results are written all the same
let unprinted: NodeJS.ErrnoException | undefined;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") unprinted = error;
});
process.stderr.on("error", () => {});
process.on("exit", () => {
  if (unprinted === undefined) return;
  warn(`widthwise: ${refusalOf(unprinted, "standard output") ?? unprinted.message}`);
  process.exitCode ||= exitCodes.usage;
});
process.on("uncaughtException", end);

const words = process.argv.slice(2);
const program = new Command("widthwise")
  .description("What one training iteration of a wide network costs as its width grows.")
  .version(manifest.version)
  .showSuggestionAfterError()
  .showHelpAfterError("(widthwise --help lists the verbs)")
  .exitOverride()
  .configureOutput({ writeErr: (text) => warn(text.trimEnd()) });
for (const [name, { about, load }] of Object.entries(verbs)) {
  const verb = words.includes(name) ? (await load()).verb() : new Command(name);
  program.addCommand(verb.description(about));
}
await program.parseAsync().catch(end);

async function end(error: unknown): Promise<void> {
  const { message, exitCode } = await endingOf(error);
  if (message !== "") warn(`widthwise: ${message}`);
  process.exitCode = exitCode;
  // whatever else is under way would go on without anybody who waits for it
  if (!(error instanceof CommanderError)) process.exit();
}
