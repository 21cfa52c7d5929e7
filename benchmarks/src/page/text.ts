// Blocks for the terminal, aligned by spaces.
import { largest } from "@widthwise/measure";
import { type Block, type Column, plainText as plain, type Text } from "./document.ts";
import { literal } from "./outside.ts";

/** Blocks as plain text, ending in one newline. Figures are left out. */
export function printText(blocks: readonly Block[]): string {
  return `${blocks
    .map(printBlock)
    .filter((text) => text !== "")
    .join("\n\n")}\n`;
}

function printBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return plain(block.text).toUpperCase();
    case "paragraph":
      return plain(block.text);
    case "warning":
      return `! ${plain(block.text)}`;
    case "list":
      return block.items.map((item) => `  ${plain(item)}`).join("\n");
    case "command":
      return `$ ${literal(block.text)}`;
    case "figure":
      return "";
    case "table":
      return printTable(block.columns, block.rows);
    case "details":
      if (!block.open) return `${plain(block.summary)}: in the report`;
      return `${plain(block.summary)}:\n${block.blocks.map(printBlock).join("\n\n")}`;
  }
}

function printTable(columns: readonly Column[], rows: readonly (readonly Text[])[]): string {
  const lines = [columns.map(({ title }) => plain(title)), ...rows.map((row) => row.map(plain))];
  const widths = columns.map((_, i) => largest(lines.map((line) => [...line[i]].length)));
  const print = (line: readonly string[]) =>
    line
      .map((text, i) => {
        const space = " ".repeat(widths[i] - [...text].length);
        return columns[i].align === "right" ? space + text : text + space;
      })
      .join("  ")
      .trimEnd();
  return [
    print(lines[0]),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...lines.slice(1).map(print),
  ].join("\n");
}
