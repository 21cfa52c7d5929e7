// Blocks as GitHub Markdown.
import { type Block, type Column, inLine, type Text, urlOf } from "./document.ts";
import { inlineHtml } from "./inline.ts";
import { cellWords, escaped, headingWords, lineOf, ticksAround, words } from "./markdown-words.ts";
import { literal } from "./outside.ts";

export interface MarkdownOptions {
  /** put before the file names of figures, ending in "/" */
  readonly base?: string;
}

/** Blocks to Markdown, ending in one newline. */
export function printMarkdown(blocks: readonly Block[], { base = "" }: MarkdownOptions = {}): string {
  return `${blocks.map((block) => printBlock(block, base)).join("\n\n")}\n`;
}

function printBlock(block: Block, base: string): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${headingWords(block.text)}`;
    case "paragraph":
      return lineOf(block.text);
    case "warning":
      return `> ⚠ ${words(block.text)}`;
    case "list":
      return block.items.map((item) => `- ${lineOf(item)}`).join("\n");
    case "command": {
      const text = literal(block.text);
      const ticks = ticksAround(text, 3);
      return `${ticks}sh\n${text}\n${ticks}`;
    }
    case "figure":
      return `![${escaped(inLine(block.alt))}](${urlOf(`${base}${block.name}.svg`)})\n\n*${words(block.caption)}*`;
    case "table":
      return printTable(block.columns, block.rows, block.source);
    case "details": {
      const open = block.open ? " open" : "";
      const inner = block.blocks.map((one) => printBlock(one, base)).join("\n\n");
      return `<details${open}><summary>${inlineHtml(block.summary)}</summary>\n\n${inner}\n\n</details>`;
    }
  }
}

function printTable(columns: readonly Column[], rows: readonly (readonly Text[])[], source?: Text): string {
  const line = (fields: readonly string[]) => `| ${fields.join(" | ")} |`;
  const rule = columns.map(({ align }) => (align === "right" ? "---:" : "---"));
  const lines = [
    line(columns.map(({ title }) => cellWords(title))),
    line(rule),
    ...rows.map((row) => line(row.map(cellWords))),
  ];
  return lines.join("\n") + (source === undefined ? "" : `\n\n<sub>${words(source)}</sub>`);
}
