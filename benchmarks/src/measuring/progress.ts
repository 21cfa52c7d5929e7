// How far a long command is, on standard error.
import { stderr } from "node:process";
import { visible, visibleLines } from "../visible.ts";

/** One line on stderr: rewritten in place on a terminal, printed now and then elsewhere. */
export class Progress {
  readonly #quiet: boolean;
  readonly #start = performance.now();
  #printed = Number.NEGATIVE_INFINITY;
  #open = false;

  constructor(quiet: boolean) {
    this.#quiet = quiet;
  }

  get seconds(): number {
    return (performance.now() - this.#start) / 1e3;
  }

  show(text: string, etaSeconds?: number): void {
    if (this.#quiet) return;
    const now = performance.now();
    if (now - this.#printed < (stderr.isTTY ? 100 : 5000)) return;
    this.#printed = now;
    const eta = etaSeconds === undefined ? "" : `, about ${Math.ceil(etaSeconds)} s left`;
    const line = visible(`${Math.round(this.seconds)} s  ${text}${eta}`);
    if (stderr.isTTY) {
      stderr.write(`\r\u001b[K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
      this.#open = true;
    } else stderr.write(`${line}\n`);
  }

  /** A line that stays. */
  say(text: string): void {
    if (this.#quiet) return;
    stderr.write(`${this.#open ? "\r\u001b[K" : ""}${visibleLines(text)}\n`);
    this.#open = false;
    this.#printed = Number.NEGATIVE_INFINITY;
  }

  end(): void {
    if (this.#open) stderr.write("\r\u001b[K");
    this.#open = false;
  }
}
