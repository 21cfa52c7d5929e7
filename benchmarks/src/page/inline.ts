// Running text as HTML.
import { pieces, type Text } from "./document.ts";

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Text with `code` and **strong** as tags. */
export function inlineHtml(text: Text): string {
  return pieces(text)
    .map(({ style, text: piece }) => {
      const safe = escapeHtml(piece);
      return style === "code"
        ? `<code>${safe}</code>`
        : style === "strong"
          ? `<strong>${safe}</strong>`
          : safe;
    })
    .join("");
}
