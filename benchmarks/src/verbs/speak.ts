// What a verb tells its reader: tables and sentences, on standard output unless a result goes there.

let tables: NodeJS.WriteStream = process.stdout;

/** A line of the answer. */
export function speak(text: string): void {
  tables.write(`${text}\n`);
}

/** From now on standard output belongs to a result alone, and what is told goes to standard error. */
export function leaveStdout(): void {
  tables = process.stderr;
}
