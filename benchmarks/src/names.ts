// Names on the command line, and what was probably meant by one that does not exist.
import { closest } from "fastest-levenshtein";
import { UsageError } from "./exit-codes.ts";

/** `name` if it is one of `accepted`, else a UsageError that offers the nearest. */
export function oneOf(what: string, name: string, accepted: readonly string[]): string {
  if (accepted.includes(name)) return name;
  throw new UsageError(
    `unknown ${what} ${JSON.stringify(name)}: did you mean ${closest(name, accepted as string[])}? Accepted are ${accepted.join(", ")}`,
  );
}

/** "a,b" to its names, each accepted. */
export function namesOf(what: string, list: string, accepted: readonly string[]): string[] {
  return list.split(",").map((name) => oneOf(what, name.trim(), accepted));
}
