// Commands as text that can be pasted into a shell.

/** One word for a POSIX shell: spaces, quotes and line ends keep their meaning. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./^-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command that these words are the arguments of. */
export function commandOf(words: readonly string[]): string {
  return ["npx", "widthwise", ...words].map(quoted).join(" ");
}

/** The command that this process was called by, without --resume and --fresh: what it measured, it measures again when it is called so. */
export function ownCommand(): string {
  return commandOf(process.argv.slice(2).filter((word) => word !== "--resume" && word !== "--fresh"));
}
