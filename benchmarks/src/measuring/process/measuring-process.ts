// A child process that is asked over the process channel: where everything that is timed, or may die, runs.
import { fileURLToPath } from "node:url";
import { execa, type Result, type ResultPromise } from "execa";
import { engineFlags } from "./engine-flags.ts";
import { lastWords } from "./last-words.ts";
import { processorTicks } from "./processor-time.ts";
import type { Exchange, Reply, Request, Sign } from "./protocol.ts";
import { remedyOf } from "./remedy.ts";

const options = {
  node: true,
  nodeOptions: [
    // flags of the engine that this process was started with
    ...engineFlags(process.execArgv),
    // so that a full collection can be forced before the clock runs
    "--expose-gc",
    `--import=${new URL("./end-with-parent.ts", import.meta.url)}`,
  ],
  ipc: true,
  serialization: "advanced",
  // tfjs prints greetings and hints; kept for the message of a crash
  stdout: "pipe",
  stderr: "pipe",
  buffer: { stdout: false, stderr: true, ipc: false },
  reject: false,
  // execa puts the engine in front of PATH, and wants one: where there is none, what the system then takes for it
  env: { TF_CPP_MIN_LOG_LEVEL: "3", PATH: process.env.PATH ?? "/usr/bin:/bin" },
} as const;

/** The process itself has ended, rather than refused what it was asked. */
export class ProcessGone extends Error {
  override name = "ProcessGone";

  /** what the user can do about it */
  get remedy(): string {
    return remedyOf(this.message);
  }
  /** what was asked last had begun: it may be what the process died of */
  readonly atWork: boolean;

  constructor(message: string, atWork: boolean) {
    super(message);
    this.atWork = atWork;
  }
}

/** How long a process may stand still, without using the processor, before it is taken for frozen. */
export interface Patience {
  readonly seconds: number;
  /** where the number comes from, for the message */
  readonly from: string;
}

const patient: Patience = { seconds: 120, from: "the longest that a process at work stands still" };
/** Looks at a process within the time that it may stand still: a pause of this process itself counts as one. */
const LOOKS = 20;

interface Pending {
  readonly id: number;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  began: boolean;
}

/** Runs a module that serves the requests R, one at a time; N is what it says unasked. */
export class MeasuringProcess<R extends Exchange<R>, N extends object = never> {
  readonly #child: ResultPromise<typeof options>;
  readonly #patience: Patience;
  #next = 0;
  #pending: Pending | undefined;
  #gone: ProcessGone | undefined;
  #frozen = false;
  onNote: ((note: N) => void) | undefined;
  /** resolves when requests are answered; ProcessGone where it ended before */
  readonly serving: Promise<void>;

  constructor(module: URL, patience: Patience = patient) {
    this.#patience = patience;
    this.#child = execa(options)`${fileURLToPath(module)}`;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const watch = this.#watch();
    this.serving = promise.finally(() => clearInterval(watch));
    // who does not ask does not care
    this.serving.catch(() => {});
    const listening = this.#listen(resolve);
    void this.#child.then(async (result) => {
      // what it said last may be an answer
      await listening;
      this.#gone = new ProcessGone(this.#obituary(result), this.#pending?.began ?? false);
      reject(this.#gone);
      this.#pending?.reject(this.#gone);
      this.#pending = undefined;
    });
  }

  #obituary({ signal, exitCode, originalMessage, stderr }: Result<typeof options>): string {
    const { seconds, from } = this.#patience;
    const how = this.#frozen
      ? `used no processor time for ${seconds} s (${from}) and was ended`
      : signal
        ? `was ended by ${signal}`
        : exitCode === undefined
          ? `did not start (${originalMessage})`
          : `ended with code ${exitCode}`;
    const words = lastWords(String(stderr ?? ""));
    return `the measuring process ${how}${words ? `: ${words}` : ""}`;
  }

  /** Its number; undefined where it did not start. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** It has ended; whoever asks is told why. */
  get gone(): boolean {
    return this.#gone !== undefined;
  }

  async #listen(serving: () => void): Promise<void> {
    try {
      for await (const message of this.#child.getEachMessage()) {
        const said = message as unknown as Sign | Reply | N;
        if ("serving" in said) serving();
        else if ("began" in said) this.#began(said.began);
        else this.#receive(said as Reply | N);
      }
    } catch {
      // it ended before the channel was open: the end of the process says why
    }
  }

  #began(id: number): void {
    if (this.#pending?.id === id) this.#pending.began = true;
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

  /** Asks and waits; rejects with the process's own message, and with ProcessGone when it dies or stands still. */
  async ask<K extends keyof R & string>(kind: K, ask: R[K]["ask"]): Promise<R[K]["answer"]> {
    await this.serving;
    if (this.#gone !== undefined) throw this.#gone;
    if (this.#pending !== undefined) throw new Error("one request is under way");
    const watch = this.#watch();
    try {
      return await new Promise((resolve, reject) => {
        const id = this.#next++;
        this.#pending = { id, resolve: resolve as (answer: unknown) => void, reject, began: false };
        const request: Request = { id, kind, ask };
        // a message that cannot be sent has no receiver: the end of the process says why
        this.#child.sendMessage(request as never).catch(() => this.#child.kill("SIGKILL"));
      });
    } finally {
      clearInterval(watch);
    }
  }

  /** Ends a process that stands still while it starts or is asked something: stopped, or waiting for what never comes. */
  #watch(): NodeJS.Timeout {
    const pid = this.#child.pid ?? 0;
    let before = processorTicks(pid);
    let still = 0;
    return setInterval(
      () => {
        const now = processorTicks(pid);
        still = now !== undefined && now === before ? still + 1 : 0;
        before = now;
        if (still < LOOKS) return;
        this.#frozen = true;
        this.end();
      },
      (this.#patience.seconds / LOOKS) * 1e3,
    );
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }
}
