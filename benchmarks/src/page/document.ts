// What a report is made of. Markdown, HTML and the terminal print the same blocks, so they cannot disagree.
import { literal } from "./outside.ts";

/**
 * Running text with three kinds of mark-up: `code`, **strong** and [links](to/a/file.md); none within another. Everything else is
 * literal, and ends of lines are spaces. What comes from outside goes through `fromOutside` first.
 */
export type Text = string;

export interface Column {
  readonly title: Text;
  readonly align?: "left" | "right";
}

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: Text }
  | { readonly kind: "paragraph"; readonly text: Text }
  | { readonly kind: "list"; readonly items: readonly Text[] }
  | { readonly kind: "warning"; readonly text: Text }
  | { readonly kind: "command"; readonly text: string }
  | {
      readonly kind: "table";
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Text[])[];
      /** where the numbers come from: command, commit and seed */
      readonly source?: Text;
    }
  | {
      readonly kind: "figure";
      /** file name of the SVG without its extension */
      readonly name: string;
      readonly alt: string;
      readonly caption: Text;
    }
  | {
      readonly kind: "details";
      readonly summary: Text;
      readonly open?: boolean;
      readonly blocks: readonly Block[];
    };

export function heading(level: 1 | 2 | 3, text: Text): Block {
  return { kind: "heading", level, text };
}

export function paragraph(text: Text): Block {
  return { kind: "paragraph", text };
}

export function list(items: readonly Text[]): Block {
  return { kind: "list", items };
}

export function warning(text: Text): Block {
  return { kind: "warning", text };
}

/** Blocks that a reader unfolds. */
export function details(summary: Text, blocks: readonly Block[]): Block {
  return { kind: "details", summary, blocks };
}

/** The place of a plot, by its name. */
export function figure({ name, alt, caption }: { name: string; alt: string; caption: Text }): Block {
  return { kind: "figure", name, alt, caption };
}

/** A table; a title that ends in ">" is a column of numbers, set to the right. */
export function table(titles: readonly string[], rows: readonly (readonly Text[])[], source?: Text): Block {
  const columns = titles.map(
    (title): Column => (title.endsWith(">") ? { title: title.slice(0, -1), align: "right" } : { title }),
  );
  for (const row of rows)
    if (row.length !== columns.length)
      throw new Error(`table "${titles.join(", ")}": a row has ${row.length} of ${columns.length} fields`);
  return { kind: "table", columns, rows, ...(source === undefined ? {} : { source }) };
}

/** A link to a file; `path` from the page's folder, with "/" between its parts. */
export function link(words: Text, path: string): Text {
  return `[${words}](${urlOf(path)})`;
}

/** A relative address of a file: what means something in an address, or ends one in Markdown, is written as its code. */
export function urlOf(path: string): string {
  const part = (name: string) =>
    encodeURIComponent(name.toWellFormed()).replaceAll(
      /[!'()*~]/g,
      (mark) => `%${mark.charCodeAt(0).toString(16)}`,
    );
  return path.split("/").map(part).join("/");
}

export type Piece =
  | { readonly style: "plain" | "code" | "strong"; readonly text: string }
  | { readonly style: "link"; readonly text: string; readonly url: string };

const markUp = /(`[^`]*`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/;

/** Without ends of lines. */
export const inLine = (text: string): string => text.replaceAll(/[\t\n]+/g, " ");

/** Text cut into pieces of one style each. */
export function pieces(text: Text): Piece[] {
  return inLine(text)
    .split(markUp)
    .filter((piece) => piece !== "")
    .map((piece): Piece => {
      if (!markUp.test(piece)) return { style: "plain", text: piece };
      if (piece.startsWith("`")) return { style: "code", text: piece.slice(1, -1) };
      if (piece.startsWith("*")) return { style: "strong", text: piece.slice(2, -2) };
      const end = piece.indexOf("](");
      return { style: "link", text: piece.slice(1, end), url: piece.slice(end + 2, -1) };
    });
}

/** Text without its mark-up, as a reader sees it. */
export const plainText = (text: Text): string =>
  pieces(text)
    .map((piece) => literal(piece.text))
    .join("");
