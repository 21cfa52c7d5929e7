// Options of the command line: how one is written, what it means and how its text is read, declared once in a table of its verb.
import { Option } from "commander";
import type { Reader } from "../../grids.ts";

/** An option whose value, once it is read, is a T. */
export class TypedOption<T> extends Option {
  declare readonly value: T;
  /** may be given several times, and every time counts */
  repeatable = false;
}

/** Options by the names that their values have in code: `--sketch-rows` is `sketchRows`. */
export type OptionTable = Readonly<Record<string, TypedOption<unknown>>>;

/** The values of a table's options, as an action receives them. */
export type Values<O extends OptionTable> = {
  readonly [K in keyof O]: O[K] extends TypedOption<infer T> ? T : never;
};

/** An option with a value; without a fallback it is undefined where the user gives none. */
export function option<T>(flags: string, about: string, read: Reader<T>): TypedOption<T | undefined>;
export function option<T>(flags: string, about: string, read: Reader<T>, fallback: T): TypedOption<T>;
export function option<T>(flags: string, about: string, read: Reader<T>, fallback?: T): TypedOption<T> {
  const made = new TypedOption<T>(flags, about);
  made.argParser((text) => read(`--${made.name()}`, text));
  if (fallback === undefined) return made;
  return made.default(fallback, Array.isArray(fallback) ? fallback.join(",") : undefined);
}

/** An option that must be given. */
export function required<T>(flags: string, about: string, read: Reader<T>): TypedOption<T> {
  return (option(flags, about, read) as TypedOption<T>).makeOptionMandatory();
}

/** An option that is given or not. */
export function flag(flags: string, about: string): TypedOption<boolean> {
  return new TypedOption<boolean>(flags, about).default(false);
}

/** An option whose values are collected, each time that it is given. */
export function repeatable<T>(flags: string, about: string, read: Reader<T>): TypedOption<readonly T[]> {
  const made = new TypedOption<readonly T[]>(flags, about);
  made.repeatable = true;
  made.argParser<readonly T[]>((text, before) => [...before, read(`--${made.name()}`, text)]);
  return made.default([], "none");
}

/** What an action receives where the user gives no option. */
export function fallbacksOf<O extends OptionTable>(table: O): Values<O> {
  return Object.fromEntries(
    Object.entries(table).map(([name, { defaultValue }]) => [name, defaultValue]),
  ) as Values<O>;
}
