// How a command ends that does not end well: what it says, and its code.
import { CommanderError } from "commander";
import { exitCodes, UsageError } from "./exit-codes.ts";
import { refusalOf } from "./system-error.ts";

export interface Ending {
  /** empty where it has been said */
  readonly message: string;
  readonly exitCode: number;
}

/**
 * What the user can mend is one message. A fault of this program is one line with where to report it, and with
 * WIDTHWISE_DEBUG=1 in the environment all that is known of it.
 */
export async function endingOf(error: unknown): Promise<Ending> {
  // commander has said it
  if (error instanceof CommanderError)
    return { message: "", exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage };
  if (error instanceof UsageError) return { message: error.message, exitCode: exitCodes.usage };
  const { InvalidResult } = await import("@widthwise/measure");
  if (error instanceof InvalidResult) return { message: error.message, exitCode: error.exitCode };
  // killed, or out of memory: a fault of neither
  if (error instanceof Error && error.name === "ProcessGone")
    return {
      message: `${error.message}; ${(error as Error & { remedy: string }).remedy}`,
      exitCode: exitCodes.failed,
    };
  const refusal = refusalOf(error);
  if (refusal !== undefined) return { message: refusal, exitCode: exitCodes.usage };
  return { message: faultText(error), exitCode: exitCodes.internal };
}

/** An error that should not have been, in a line. */
function faultText(error: unknown): string {
  const debug = process.env.WIDTHWISE_DEBUG === "1";
  const what = String(error).replaceAll(/\s+/g, " ").slice(0, 500);
  const more = debug ? "" : ", with what WIDTHWISE_DEBUG=1 in the environment shows";
  const stack = debug && error instanceof Error ? `\n${error.stack}` : "";
  return `internal error: ${what}: please report the command and this line to the maintainers${more}${stack}`;
}
