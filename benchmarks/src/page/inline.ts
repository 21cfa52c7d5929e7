// Running text as HTML.
import { type Piece, pieces, type Text } from "./document.ts";
import { literal } from "./outside.ts";

export function escapeHtml(text: string): string {
  return literal(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Text with its mark-up as tags. */
export const inlineHtml = (text: Text): string => pieces(text).map(printPiece).join("");

function printPiece(piece: Piece): string {
  const safe = escapeHtml(piece.text);
  switch (piece.style) {
    case "code":
      return `<code>${safe}</code>`;
    case "strong":
      return `<strong>${safe}</strong>`;
    case "link":
      return `<a href="${escapeHtml(piece.url)}">${safe}</a>`;
    case "plain":
      return safe;
  }
}
