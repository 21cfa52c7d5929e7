// How a command ends: the codes that scripts rely on, and the error that says the input was bad.

/** Bad input from the command line: exit code 2, one message, nothing written. */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * 0: all is well; 1: a cell is wrong, or a gate found a regression; 2: usage, or the system refused a file or a device;
 * 3: inconclusive; 4: invalid or not measured; 5: a fault of this program.
 */
export const exitCodes = { ok: 0, failed: 1, usage: 2, inconclusive: 3, invalid: 4, internal: 5 } as const;
