// Text from outside, such as names, reasons and commands that a result holds: no character of it is mark-up, whoever wrote it.
import { visibleLines } from "../visible.ts";
import { dash } from "./units.ts";

/**
 * What means something in Text, titles of columns and, where Text is printed, Markdown, with the dash, which means that a number
 * is not there. While a report is put together each has a stand-in of one character, so that names stay as long as they are.
 */
const marks = `\`*[]>$@:.${dash}`;
const meaningful = new RegExp(`[\`*[\\]>$@${dash}]|:(?=//)|(?<=www)\\.`, "gi");

/** Unicode has 32 code points that no text holds, for use within a program. */
const FIRST = 0xfdd0;
const standIns = new RegExp(
  `[\\u{${FIRST.toString(16)}}-\\u{${(FIRST + marks.length - 1).toString(16)}}]`,
  "gu",
);

const quoted = (text: string): string =>
  visibleLines(text).replaceAll(meaningful, (mark) => String.fromCharCode(FIRST + marks.indexOf(mark)));

/** The text with every stand-in as `write` writes what it stands for. */
export const withMarks = (text: string, write: (mark: string) => string): string =>
  text.replaceAll(standIns, (standIn) => write(marks[standIn.charCodeAt(0) - FIRST]));

/** As a reader sees it: no stand-ins. */
export const literal = (text: string): string => withMarks(text, (mark) => mark);

/** Every string of plain data, keys too, as text from outside. Twice is once. */
export const fromOutside = <T>(value: T): T => mapped(value, quoted) as T;

/** Every string of plain data as a reader sees it. */
export const allLiteral = <T>(value: T): T => mapped(value, literal) as T;

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [change(key), mapped(one, change)]));
}
