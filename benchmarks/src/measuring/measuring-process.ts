// A child process that is asked over the process channel: where everything that is timed, or may die, runs.
import { fileURLToPath } from "node:url";
import { execa, type ResultPromise } from "execa";
import type { Exchange, Reply, Request } from "./protocol.ts";

const options = {
  node: true,
  // so that a full collection can be forced before the clock runs
  nodeOptions: ["--expose-gc"],
  ipc: true,
  serialization: "advanced",
  // tfjs prints greetings and hints; kept for the message of a crash
  stdout: "pipe",
  stderr: "pipe",
  buffer: true,
  reject: false,
  env: { TF_CPP_MIN_LOG_LEVEL: "3" },
} as const;

/** Runs a module that serves the requests R, one at a time; N is what it says unasked. */
export class MeasuringProcess<R extends Exchange<R>, N extends object = never> {
  readonly #child: ResultPromise<typeof options>;
  #next = 0;
  #pending: { id: number; resolve: (answer: unknown) => void; reject: (error: Error) => void } | undefined;
  onNote: ((note: N) => void) | undefined;

  constructor(module: URL) {
    this.#child = execa(options)`${fileURLToPath(module)}`;
    void this.#listen();
    void this.#child.then((result) => {
      const last = String(result.stderr ?? "")
        .trim()
        .split("\n")
        .slice(-3)
        .join(" ");
      const how = result.signal ? `was ended by ${result.signal}` : `ended with code ${result.exitCode}`;
      this.#pending?.reject(new Error(`the measuring process ${how}${last ? `: ${last}` : ""}`));
      this.#pending = undefined;
    });
  }

  async #listen(): Promise<void> {
    for await (const message of this.#child.getEachMessage()) this.#receive(message as unknown as Reply | N);
  }

  #receive(message: Reply | N): void {
    if (!("id" in message)) {
      this.onNote?.(message);
      return;
    }
    const pending = this.#pending;
    if (pending === undefined || pending.id !== message.id) return;
    this.#pending = undefined;
    if ("failed" in message) pending.reject(Object.assign(new Error(message.failed), { name: message.name }));
    else pending.resolve(message.answer);
  }

  /** Asks and waits; rejects with the process's own message, also when it dies. */
  ask<K extends keyof R & string>(kind: K, ask: R[K]["ask"]): Promise<R[K]["answer"]> {
    if (this.#pending !== undefined) throw new Error("one request is under way");
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#pending = { id, resolve: resolve as (answer: unknown) => void, reject };
      const request: Request = { id, kind, ask };
      this.#child.sendMessage(request as never).catch((error: Error) => {
        if (this.#pending?.id !== id) return;
        this.#pending = undefined;
        reject(new Error(`the measuring process is gone: ${error.message}`));
      });
    });
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }
}
