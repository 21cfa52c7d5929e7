#!/usr/bin/env node
import { InvalidResult } from "@widthwise/measure";
import { Command, CommanderError } from "commander";
import { exitCodes, UsageError } from "./exit-codes.ts";
import { compareVerb } from "./verbs/compare.ts";
import { doctorVerb } from "./verbs/doctor.ts";
import { gateVerb } from "./verbs/gate.ts";
import { mergeVerb } from "./verbs/merge.ts";
import { reportVerb } from "./verbs/report.ts";
import { runVerb } from "./verbs/run.ts";
import { sweepVerb } from "./verbs/sweep.ts";
import { trainVerb } from "./verbs/train.ts";
import { verifyVerb } from "./verbs/verify.ts";

const program = new Command("widthwise")
  .description("What one training iteration of a wide network costs as its width grows.")
  .showSuggestionAfterError()
  .showHelpAfterError("(widthwise --help lists the verbs)")
  .exitOverride();
for (const verb of [
  runVerb,
  sweepVerb,
  verifyVerb,
  trainVerb,
  compareVerb,
  gateVerb,
  mergeVerb,
  reportVerb,
  doctorVerb,
])
  program.addCommand(verb().exitOverride());

// a reader that has seen enough, such as head, closes the pipe: what was measured is still written
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  else if (error instanceof UsageError) fail(error.message, exitCodes.usage);
  else if (error instanceof InvalidResult) fail(error.message, error.exitCode);
  else throw error;
}

function fail(message: string, code: number): void {
  process.stderr.write(`widthwise: ${message}\n`);
  process.exitCode = code;
}
