// Running text as GitHub Markdown: what is mark-up in Text is mark-up, and nothing else is.
import { largest } from "@widthwise/measure";
import { type Piece, pieces, type Text } from "./document.ts";
import { literal, withMarks } from "./outside.ts";

/** Text within a line, where nothing of it can be taken for the start of a block. */
export const words = (text: Text): string =>
  pieces(text)
    .map((piece) => printPiece(piece, codeSpan))
    .join("")
    .trim();

/** Text that is all of a paragraph or of a list's item. */
export const lineOf = (text: Text): string =>
  words(text)
    .replace(/^(?:[-+](?=[ -]|$)|#{1,6}(?= |$)|>)/, "\\$&")
    .replace(/^(\d{1,9})(?=[.)](?: |$))/, "$1\\");

/** Text behind the signs of a heading, whose end may be such signs too. */
export const headingWords = (text: Text): string => words(text).replace(/(^| )(?=#+$)/, "$1\\");

/** Text between the bars of a table, which are looked for before anything else, also in code. */
export const cellWords = (text: Text): string =>
  pieces(text)
    .map((piece) => printPiece(piece, cellCode).replaceAll("|", "\\|"))
    .join("")
    .trim();

/** Literal text, not Text: nothing of it is mark-up. */
export const escaped = (text: string): string =>
  withMarks(
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(/[*_\\~`]/g, "\\$&"),
    (mark) => (/[!-~]/.test(mark) ? `\\${mark}` : mark),
  );

/** Signs around a code that holds `text`: more than stand in a row within it. */
export function ticksAround(text: string, least: number): string {
  const longest = largest([0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)]);
  return "`".repeat(Math.max(least, longest + 1));
}

function printPiece(piece: Piece, code: (text: string) => string): string {
  switch (piece.style) {
    case "code":
      return code(piece.text.trim());
    case "strong": {
      // between the signs and the words there must be no space
      const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(piece.text) ?? [];
      return inner === "" ? before : `${before}**${escaped(inner)}**${after}`;
    }
    case "link":
      return `[${escaped(piece.text)}](${piece.url})`;
    case "plain":
      return escaped(piece.text);
  }
}

function codeSpan(content: string): string {
  const text = literal(content);
  if (text === "") return "";
  const ticks = ticksAround(text, 1);
  const space = /^`|`$/.test(text) ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`;
}

/** Behind an odd number of backslashes no bar can stand in a code span of a table. */
const cellCode = (content: string): string =>
  /(?<!\\)(?:\\\\)*\\\|/.test(content) ? `<code>${escaped(content)}</code>` : codeSpan(content);
