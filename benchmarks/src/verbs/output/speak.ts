// What a verb tells its reader: tables and sentences, on standard output unless a result goes there.

let tables: NodeJS.WriteStream = process.stdout;

/** A line of the answer. */
export function speak(text: string): void {
  tables.write(`${text}\n`);
}

/** Where tables and sentences go from now on: standard output belongs to a result alone where that is written there. */
export function tellOn(stream: NodeJS.WriteStream): void {
  tables = stream;
}
