// Sweeps of trivial cells as a user would run them: whole, killed at random times, and in parts.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fillUniforms } from "@widthwise/core";
import { scheduleStream } from "@widthwise/measure";
import { execa } from "execa";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { childrenOf } from "../../measuring/sweep/children.ts";
import { commandFile } from "../../workspace.ts";
import type { Params } from "./params.ts";

export const jobsOf = (params: Params) => [{ cell: { algorithm: "sweep", params }, timed: true }];
export type SweepJob = ReturnType<typeof jobsOf>[number];

const WORKERS = 2;

/** A folder in which sweeps of trivial cells run as a user would run them. */
class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), "widthwise-sweep-"));
  readonly #cells: number;
  readonly #ending = new AbortController();

  constructor(cells: number) {
    this.#cells = cells;
  }

  /** `trace` is in the folder that the command runs in; the output folder and the result's file are told apart by `name`. */
  start(name: string, words: readonly string[] = []) {
    const own = [`cells=${this.#cells}`, "trace=trace"].flatMap((set) => ["--set", set]);
    const place = ["--output", name, "--json", `${name}.json`, "--workers", String(WORKERS), "--quiet"];
    return execa(process.execPath, [commandFile, "sweep", "trivial-cells", ...own, ...place, ...words], {
      cwd: this.folder,
      reject: false,
      stdout: "ignore",
      cancelSignal: this.#ending.signal,
    });
  }

  recorded(name: string): number {
    const store = join(this.folder, name, "cells", "trivial-cells");
    return existsSync(store) ? readdirSync(store).filter((file) => !file.startsWith(".")).length : 0;
  }

  sum(name: string): string {
    return createHash("sha256")
      .update(readFileSync(join(this.folder, `${name}.json`)))
      .digest("hex");
  }

  /** How often cells began since the last call. */
  begun(): number {
    const trace = join(this.folder, "trace");
    const lines = existsSync(trace) ? readFileSync(trace, "utf8").trim().split("\n").length : 0;
    rmSync(trace, { force: true });
    return lines;
  }

  async end(): Promise<void> {
    this.#ending.abort();
    // what still runs ends a moment later, and may write until then
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

export async function runSweep({ cell }: SweepJob, context: Context): Promise<Outcome[]> {
  const { cells, kills, parts, boundMs } = cell.params;
  const bench = new Bench(cells);
  try {
    const start = performance.now();
    const whole = await bench.start("whole");
    const seconds = (performance.now() - start) / 1e3;
    if (whole.failed) throw new Error(`the sweep failed: ${whole.stderr}`);
    const begun = bench.begun();
    // what is left after every cell is taken from where it is recorded: starting and finishing
    const before = performance.now();
    await bench.start("whole", ["--resume"]);
    const emptySeconds = (performance.now() - before) / 1e3;

    const when = new Float64Array(kills);
    fillUniforms({ seed: context.seedOf("kills"), stream: scheduleStream }, 0, when);
    let lost = 0;
    let allowed = 0;
    for (const [k, share] of when.entries()) {
      const run = bench.start("killed", ["--resume"]);
      const target = bench.recorded("killed") + Math.floor((share * 1.5 * cells) / kills);
      let ended = false;
      void run.finally(() => {
        ended = true;
      });
      while (bench.recorded("killed") <= target && !ended) await sleep(5);
      if (k % 2 === 0) {
        for (const worker of childrenOf(run.pid ?? 0)) process.kill(worker, "SIGKILL");
        allowed += WORKERS;
        await sleep(share * 100);
      }
      const recorded = bench.recorded("killed");
      run.kill("SIGKILL");
      allowed += WORKERS;
      await run;
      lost += Math.max(0, recorded - bench.recorded("killed"));
    }
    await bench.start("killed", ["--resume"]);
    const again = bench.begun() - cells;

    for (let index = 1; index <= parts; index++) await bench.start("parts", ["--shard", `${index}/${parts}`]);
    await bench.start("parts", ["--resume"]);
    const sums = new Set(["whole", "killed", "parts"].map((name) => bench.sum(name)));
    const millisecondsPerCell = ((seconds - emptySeconds) * 1e3 * WORKERS) / cells;
    return [
      {
        measures: {
          millisecondsPerCell,
          wallMillisecondsPerCell: (seconds * 1e3) / cells,
          seconds,
          begun,
          kills,
          lost,
          again,
          allowed,
          parts,
          files: sums.size,
        },
        check: {
          what: `faults: milliseconds a cell above ${boundMs}, cells lost, cells run again beyond one a killed worker, results that differ`,
          value:
            Math.max(0, (seconds * 1e3) / cells - boundMs) +
            Math.abs(begun - cells) +
            lost +
            Math.max(0, again - allowed) +
            (sums.size - 1),
          reference: 0,
          tolerance: 0,
        },
      },
    ];
  } finally {
    await bench.end();
  }
}
