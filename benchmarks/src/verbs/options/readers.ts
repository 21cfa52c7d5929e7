// How the text of an option is read, beside numbers and grids.
import { UsageError } from "../../exit-codes.ts";
import { type Reader, shiftOf } from "../../grids.ts";
import { namesIn, oneOf } from "../../names.ts";

/** Any text. */
export const text: Reader<string> = (_, given) => given;

/** One of the names of a kind of thing, such as a backend. */
export function oneName<const N extends string>(kind: string, accepted: readonly N[]): Reader<N> {
  return (_, name) => oneOf(kind, name, accepted);
}

/** "a,b"; which names are accepted may depend on the suite. */
export const names: Reader<readonly string[]> = (_, list) => namesIn(list);

/** The text of a shift that `shiftOf` understands. */
export const shift: Reader<string> = (_, given) => {
  shiftOf(given);
  return given;
};

/** "name=value" */
export const assignment: Reader<readonly [name: string, value: string]> = (what, given) => {
  const at = given.indexOf("=");
  if (at < 1) throw new UsageError(`${what} is ${JSON.stringify(given)}: accepted are name=value`);
  return [given.slice(0, at), given.slice(at + 1)];
};
