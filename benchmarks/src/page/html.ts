// Blocks as one page that needs nothing else: style and plots are inside, nothing is fetched.
import { createHash } from "node:crypto";
import { type Block, type Column, plainText, type Text } from "./document.ts";
import { escapeHtml, inlineHtml } from "./inline.ts";
import { style } from "./style.ts";

/** No script runs, nothing is loaded or sent, and no style but the page's own is applied. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A page titled like the first heading; `svgs` are its figures, by name. */
export function printPage(blocks: readonly Block[], svgs: ReadonlyMap<string, string>): string {
  const first = blocks.find((block) => block.kind === "heading");
  const title = plainText(first?.text ?? "");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${title} – Widthwise`)}</title>
<style>${style}</style>
</head>
<body>
<main>
${printHtml(blocks, svgs)}
</main>
</body>
</html>
`;
}

function printHtml(blocks: readonly Block[], svgs: ReadonlyMap<string, string>): string {
  return blocks.map((block) => printBlock(block, svgs)).join("\n");
}

function printBlock(block: Block, svgs: ReadonlyMap<string, string>): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${inlineHtml(block.text)}</h${block.level}>`;
    case "paragraph":
      return `<p>${inlineHtml(block.text)}</p>`;
    case "warning":
      return `<p class="warning" role="note">${inlineHtml(block.text)}</p>`;
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join("\n")}\n</ul>`;
    case "command":
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case "figure":
      return printFigure(block.name, block.alt, block.caption, svgs);
    case "table":
      return printTable(block.columns, block.rows, block.source);
    case "details": {
      const inner = printHtml(block.blocks, svgs);
      return `<details${block.open ? " open" : ""}>\n<summary>${inlineHtml(block.summary)}</summary>\n${inner}\n</details>`;
    }
  }
}

function printFigure(name: string, alt: string, caption: Text, svgs: ReadonlyMap<string, string>): string {
  const svg = svgs.get(name);
  if (svg === undefined)
    throw new Error(`no plot named "${name}"; there are: ${[...svgs.keys()].join(", ") || "none"}`);
  // inline SVG needs no namespace; the role and label stand for the alternative text of an image
  const inline = svg
    .replace(' xmlns="http://www.w3.org/2000/svg"', "")
    .replace("<svg ", () => `<svg role="img" aria-label="${escapeHtml(alt)}" `);
  return `<figure id="${escapeHtml(name)}">\n<div class="plot">${inline.trimEnd()}</div>\n<figcaption>${inlineHtml(caption)}</figcaption>\n</figure>`;
}

function printTable(columns: readonly Column[], rows: readonly (readonly Text[])[], source?: Text): string {
  const right = (i: number) => (columns[i].align === "right" ? ' class="number"' : "");
  const head = columns.map(({ title }, i) => `<th scope="col"${right(i)}>${inlineHtml(title)}</th>`).join("");
  const body = rows.map(
    (row) => `<tr>${row.map((text, i) => `<td${right(i)}>${inlineHtml(text)}</td>`).join("")}</tr>`,
  );
  const foot = source === undefined ? "" : `\n<p class="source">${inlineHtml(source)}</p>`;
  return `<div class="table"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table></div>${foot}`;
}
