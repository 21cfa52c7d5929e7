// What a verb tells its reader: tables and sentences, on standard output unless a result goes there.
import { visible, visibleLines } from "../../visible.ts";

let tables: NodeJS.WriteStream = process.stdout;

/** A line of the answer. */
export function speak(line: string): void {
  tables.write(`${visible(line)}\n`);
}

/** Several lines of it. */
export function speakLines(text: string): void {
  tables.write(`${visibleLines(text)}\n`);
}

/** Where tables and sentences go from now on: standard output belongs to a result alone where that is written there. */
export function tellOn(stream: NodeJS.WriteStream): void {
  tables = stream;
}
