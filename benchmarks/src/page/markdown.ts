// Blocks as GitHub Markdown.
import { type Block, type Column, pieces, type Text } from "./document.ts";
import { inlineHtml } from "./inline.ts";

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
      return `${"#".repeat(block.level)} ${words(block.text)}`;
    case "paragraph":
      return words(block.text);
    case "warning":
      return `> ⚠ ${words(block.text)}`;
    case "list":
      return block.items.map((item) => `- ${words(item)}`).join("\n");
    case "command":
      return `\`\`\`sh\n${block.text}\n\`\`\``;
    case "figure":
      return `![${block.alt}](${base}${block.name}.svg)\n\n*${words(block.caption)}*`;
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
    line(columns.map(({ title }) => cell(title))),
    line(rule),
    ...rows.map((row) => line(row.map(cell))),
  ];
  return lines.join("\n") + (source === undefined ? "" : `\n\n<sub>${inlineHtml(source)}</sub>`);
}

function cell(text: Text): string {
  return words(text).replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** Text as Markdown: its own mark-up is Markdown's already; the rest must not become mark-up. */
function words(text: Text): string {
  return pieces(text)
    .map(({ style, text: piece }) => {
      if (style === "code") return `\`${piece}\``;
      if (style === "strong") return `**${piece}**`;
      return piece
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(/([*_\\~])/g, "\\$1");
    })
    .join("");
}
