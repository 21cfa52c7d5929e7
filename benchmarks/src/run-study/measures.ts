// Reading a study's cells back: a measure or param that is not there is a fault of the study, not of its reader.
import type { Cell } from "@widthwise/measure";

/** A measured number; null where there was none to measure. */
export function numberOf({ measures, algorithm }: Cell, name: string): number | null {
  const value = measures?.[name];
  if (value === undefined || Array.isArray(value))
    throw new Error(`a cell of ${algorithm} has no number ${name}: ${JSON.stringify(value)}`);
  return value;
}

/** A measured list. */
export function listOf({ measures, algorithm }: Cell, name: string): number[] {
  const value = measures?.[name];
  if (!Array.isArray(value))
    throw new Error(`a cell of ${algorithm} has no list ${name}: ${JSON.stringify(value)}`);
  return value;
}

/** A param as text. */
export function paramOf({ params, algorithm }: Cell, name: string): string {
  const value = params?.[name];
  if (value === undefined) throw new Error(`a cell of ${algorithm} has no param ${name}`);
  return String(value);
}
