// Which of the flags that this process was started with are for the engine, and so for its children too.

/** Code to run in place of a file, a debugger's port: a child that ran that code too would start children without end. */
const own = /^(-e|-p|-pe|--eval|--print|--input-type|--inspect[\w-]*)(?<valued>=|$)/;
const takesNext = (flag: string | undefined) => flag !== undefined && own.exec(flag)?.groups?.valued === "";

/** Flags of the engine alone, with their values. */
export function engineFlags(flags: readonly string[]): string[] {
  return flags.filter((flag, k) => !own.test(flag) && !(takesNext(flags[k - 1]) && !flag.startsWith("-")));
}
