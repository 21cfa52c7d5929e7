// What a report is made of. Markdown, HTML and the terminal print the same blocks, so they cannot disagree.

/** Running text with two kinds of mark-up: `code` and **strong**. Everything else is literal. */
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

/** Text cut into plain, code and strong pieces. */
export function pieces(text: Text): { readonly style: "plain" | "code" | "strong"; readonly text: string }[] {
  return text
    .split(/(`[^`]*`|\*\*[^*]+\*\*)/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      if (piece.length > 1 && piece.startsWith("`") && piece.endsWith("`"))
        return { style: "code", text: piece.slice(1, -1) };
      if (piece.length > 4 && piece.startsWith("**") && piece.endsWith("**"))
        return { style: "strong", text: piece.slice(2, -2) };
      return { style: "plain", text: piece };
    });
}
