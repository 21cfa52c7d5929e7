// Numbers larger than most reports have.
import { count, significant } from "../../../page/units.ts";

/** Counted work, with an exponent where units have no names any more. */
export const work = (value: number) => (value < 1e15 ? count(value) : significant(value, 2));

/** "1 281 167" */
export const grouped = (value: number) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " ");
