// What a process said on standard error before it ended, without what Node and V8 print around it.

/** Frames, addresses, Node's version, and the marks under a line of source. */
const frame = /^\s*(at |\d+: 0x|0x|\^+\s*$|Node\.js v|\[\d+:0x|<---|--->|-{3,}|#\s*$)/;
/** Where an error says what it is. */
const error = /^(Uncaught:? |#?\s*)?(\w*Error|FATAL ERROR|Fatal error|Fatal JavaScript\b.*)( \[\w+\])?\b.*:/;
/** The source line that Node quotes, below the place that it stands at. */
const place = /^(file:|node:|\/).*:\d+$/;

/** At most three lines, joined; empty where nothing was said. */
export function lastWords(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !frame.test(line));
  const said = lines.filter((_, k) => !place.test(lines[k]) && !place.test(lines[k - 1] ?? ""));
  const named = said.findLast((line) => error.test(line));
  return (named ?? said.slice(-3).join(" ")).trim();
}
