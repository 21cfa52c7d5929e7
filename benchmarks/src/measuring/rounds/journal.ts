// What a run has measured so far, a line an event: a kill loses at most the cell under way.
import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { BackendInfo } from "@widthwise/backends";
import { makeFolder, parseJson } from "@widthwise/measure";
import type { Prepared, Sampled } from "./requests.ts";

export type Event =
  | { kind: "prepared"; process: number; id: string; prepared: Prepared }
  | { kind: "rounds"; process: number; rounds: string[][]; skipped: { id: string; reason: string }[] }
  | ({ kind: "sampled"; process: number; round: number; id: string } & Sampled)
  | { kind: "backend"; name: string; info: BackendInfo | { missing: string; remedy: string } }
  | { kind: "ended"; process: number };

export class Journal {
  readonly events: Event[] = [];
  readonly #path: string;

  /** `resume`: read what an earlier run left; otherwise start anew. */
  constructor(path: string, resume: boolean) {
    this.#path = path;
    makeFolder(dirname(path));
    if (resume && existsSync(path)) {
      for (const line of readFileSync(path, "utf8").split("\n")) {
        try {
          if (line !== "") this.events.push(parseJson(line) as Event);
        } catch {
          // the line that a kill cut short: its cell is measured again
        }
      }
      // a cut line must not swallow the next one
      appendFileSync(path, "\n");
    } else rmSync(path, { force: true });
  }

  add(event: Event): void {
    this.events.push(event);
    appendFileSync(this.#path, `${JSON.stringify(event)}\n`);
  }

  /** The run is complete and its result written. */
  discard(): void {
    rmSync(this.#path, { force: true });
  }
}
