// A verb called as the command line calls it, in this process: what it prints, how it ends, and what it would have measured.

import { vi } from "vitest";
import { endingOf } from "../src/ending.ts";
import { exitCodes } from "../src/exit-codes.ts";
import type { Verb } from "../src/verbs/options/verb.ts";
import { tellOn } from "../src/verbs/output/speak.ts";

/** Thrown by what the callers of this file put in place of measuring: everything before it was accepted. */
class Reached extends Error {
  override name = "Reached";
}

// verbs are loaded when they are called, and so after this: what is measured is no matter, only how far a command comes
vi.mock(import("../src/measuring/rounds/rounds-process.ts"), async (original) => ({
  ...(await original()),
  startRoundsProcess: () => {
    throw new Reached();
  },
}));
vi.mock(import("../src/measuring/rounds/measure-suite.ts"), async (original) => ({
  ...(await original()),
  measureSuite: async () => {
    throw new Reached();
  },
}));
vi.mock(import("../src/measuring/revisions/compare-revisions.ts"), async (original) => ({
  ...(await original()),
  compareRevisions: async () => {
    throw new Reached();
  },
}));
vi.mock(import("../src/measuring/jobs/measure-study.ts"), async (original) => ({
  ...(await original()),
  measureStudy: async () => {
    throw new Reached();
  },
}));

export interface Called {
  readonly exitCode: number;
  /** on standard error, as a user reads it */
  readonly message: string;
  readonly stdout: string;
  /** the command came to the point of measuring */
  readonly reached: boolean;
}

export const verbNames = [
  "run",
  "sweep",
  "verify",
  "train",
  "compare",
  "gate",
  "selftest",
  "merge",
  "doctor",
  "list",
] as const;
export type VerbName = (typeof verbNames)[number];

export async function verbOf(name: VerbName): Promise<Verb> {
  const { verb } = await import(`../src/verbs/${name}.ts`);
  return verb();
}

/** A fault of the program is thrown; every other error ends as on the command line. */
export async function call(name: VerbName, words: readonly string[], cwd: string): Promise<Called> {
  const before = process.cwd();
  const { write: writeOut } = process.stdout;
  const { write: writeError } = process.stderr;
  let [stdout, message] = ["", ""];
  const hear = (text: string) => {
    message += text;
    return true;
  };
  process.chdir(cwd);
  process.exitCode = 0;
  process.stdout.write = ((text: string) => {
    stdout += text;
    return true;
  }) as never;
  process.stderr.write = hear as never;
  tellOn(process.stdout);
  const ended = (exitCode: number, reached = false): Called => ({ exitCode, message, stdout, reached });
  try {
    const verb = await verbOf(name);
    verb.configureOutput({ writeErr: hear });
    await verb.parseAsync(words, { from: "user" });
    return ended(Number(process.exitCode ?? 0));
  } catch (error) {
    if (error instanceof Reached) return ended(exitCodes.ok, true);
    const { message: said, exitCode } = await endingOf(error);
    if (exitCode === exitCodes.internal) throw error;
    if (said !== "") message += `widthwise: ${said}\n`;
    return ended(exitCode);
  } finally {
    process.stdout.write = writeOut;
    process.stderr.write = writeError;
    process.exitCode = 0;
    process.chdir(before);
  }
}
