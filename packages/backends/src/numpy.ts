// The backend `numpy`: what most people would write, in a Python process of its own that is asked over its standard input and output.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type Counters, newCounters, type Problem } from "@widthwise/core";
import type { Backend, Network, Opened, OpenOptions, Operand, Product, ProductShape } from "./backend.ts";
import { initialNetwork } from "./initial-network.ts";
import { processorModel } from "./processor-model.ts";

const PROGRAM = fileURLToPath(new URL("../native/numpy_network.py", import.meta.url));
const REMEDY = "install Python 3 and numpy (Debian: python3-numpy libopenblas0-pthread)";

/** Neurons per block: Z [block, n] and the moves [block, d] stay in the cache. Of 2^9 … 2^15 the fastest at n = 64, d = 784. */
const BLOCK = 4096;
const FLOAT = 4;

type Ask = Readonly<Record<string, string | number>>;

/** The Python process: one request at a time, answered in order. */
class Python {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #last: Promise<unknown> = Promise.resolve();
  #made = 0;

  constructor(command: string, threads: number) {
    this.#child = spawn(command, ["-u", PROGRAM, String(threads), String(BLOCK)], {
      stdio: ["pipe", "pipe", "ignore"],
      // the kernels are to be those of this processor, whatever the environment says
      env: {
        ...process.env,
        OPENBLAS_CORETYPE: undefined,
        OPENBLAS_L2_SIZE: undefined,
        OPENBLAS_THREAD_TIMEOUT: "4",
      },
    });
    this.#chunks = this.#child.stdout[Symbol.asyncIterator]();
    // what does not start ends its output, and that is told to whoever asks
    this.#child.on("error", () => {});
    this.#child.stdin.on("error", () => {});
    // the end of this process closes its standard input, and so ends it
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#chunks.next();
    if (done) throw new Error("the Python process has ended");
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
  }

  async line(): Promise<Record<string, unknown>> {
    let end = this.#rest.indexOf(10);
    for (; end < 0; end = this.#rest.indexOf(10)) await this.#more();
    const text = this.#rest.toString("utf8", 0, end);
    this.#rest = this.#rest.subarray(end + 1);
    return JSON.parse(text);
  }

  async #bytes(count: number): Promise<Uint8Array> {
    const found = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      if (this.#rest.length === 0) await this.#more();
      const part = this.#rest.subarray(0, count - at);
      found.set(part, at);
      at += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
    return found;
  }

  /** What is answered, as bytes. Error: what Python says. */
  ask(ask: Ask, payload: readonly ArrayBufferView[] = []): Promise<Uint8Array> {
    const answer = this.#last.then(async () => {
      const bytes = payload.reduce((sum, part) => sum + part.byteLength, 0);
      this.#child.stdin.write(`${JSON.stringify({ ...ask, bytes })}\n`);
      for (const { buffer, byteOffset, byteLength } of payload)
        if (!this.#child.stdin.write(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)))
          await once(this.#child.stdin, "drain");
      const { bytes: count, failed } = await this.line();
      const found = await this.#bytes(count as number);
      if (failed) throw new Error(`numpy: ${failed}`);
      return found;
    });
    this.#last = answer.catch(() => {});
    return answer;
  }

  async make(ask: Ask, payload: readonly ArrayBufferView[]): Promise<number> {
    const id = ++this.#made;
    await this.ask({ call: "make", id, ...ask }, payload);
    return id;
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }
}

const doubles = (bytes: Uint8Array) => new Float64Array(bytes.buffer);

async function networkOf(python: Python, problem: Problem): Promise<Network> {
  const { n, d, width, shift } = problem;
  const { weights, signs, inputs } = initialNetwork(problem);
  const id = await python.make({ kind: "network", n, d, m: width, shift }, [inputs, signs, weights]);
  const counters: Counters = newCounters();
  const [matrix, rows, masks] = [FLOAT * width * d, FLOAT * n * d, width * n];
  return {
    counters,
    async forward() {
      const f = doubles(await python.ask({ call: "forward", id }));
      counters.macs += n * width * d;
      counters.compares += n * width;
      counters.bytesRead += matrix + rows;
      counters.bytesWritten += masks;
      return f;
    },
    async overlaps() {
      const counts = doubles(await python.ask({ call: "overlaps", id }));
      counters.macs += n * n * width;
      counters.bytesRead += masks;
      return counts;
    },
    async update(u) {
      await python.ask({ call: "update", id }, [u]);
      counters.macs += n * width * d;
      counters.bytesRead += matrix + rows + masks;
      counters.bytesWritten += matrix;
    },
    settled() {},
    async restore() {
      await python.ask({ call: "restore", id });
    },
    weights: async (first, count) => doubles(await python.ask({ call: "weights", id, first, count })),
    dispose: () => void python.ask({ call: "dispose", id }).catch(() => {}),
  };
}

async function productOf(python: Python, shape: ProductShape, a: Operand, b: Operand): Promise<Product> {
  const { rows, inner, cols } = shape;
  const id = await python.make({ kind: "product", ...shape }, [Float32Array.from(a), Float32Array.from(b)]);
  const counters = newCounters();
  return {
    counters,
    async run() {
      await python.ask({ call: "run", id });
      counters.macs += rows * inner * cols;
      counters.bytesRead += FLOAT * (rows * inner + inner * cols);
      counters.bytesWritten += FLOAT * rows * cols;
    },
    result: async () => new Float32Array((await python.ask({ call: "result", id })).buffer),
    dispose: () => void python.ask({ call: "dispose", id }).catch(() => {}),
  };
}

/** numpy in Python's own process, float32. A call is an exchange with it: some 0.1 ms, which is in every time. */
export async function openNumpy(options: OpenOptions = {}, command = "python3"): Promise<Opened> {
  const threads = options.threads ?? availableParallelism();
  const python = new Python(command, threads);
  let hello: Record<string, unknown>;
  try {
    hello = await python.line();
  } catch {
    python.end();
    return { missing: `${command} with numpy does not start`, remedy: REMEDY };
  }
  const backend: Backend = {
    info: {
      name: "numpy",
      version: `${hello.version} (${hello.library})`,
      device: processorModel(),
      software: false,
      threads,
      precision: "float32",
    },
    network: (problem) => networkOf(python, problem),
    product: (...operands) => productOf(python, ...operands),
    dispose: () => python.end(),
  };
  return { backend };
}
