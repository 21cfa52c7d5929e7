// Text in which every character can be seen: what moves a cursor, clears a screen or turns the order of letters is written out.

/** Control characters, formats (bidirectional overrides, joiners), separators of lines, halves of surrogate pairs, and what XML forbids. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
const written = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** One line: "a\u{1b}b" where an escape stood between the letters. */
export const visible = (text: string): string => text.replaceAll(hidden, written);

/** The same, but for ends of lines and tabs. */
export const visibleLines = (text: string): string =>
  text.replaceAll(hidden, (character) => (/[\n\t]/.test(character) ? character : written(character)));
