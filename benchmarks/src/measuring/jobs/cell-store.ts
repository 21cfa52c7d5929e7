// What jobs found, one file per job, named by the hash of all that decides it: code, configuration and seed. Files are written whole, so
// that any number of processes on any number of machines may share a folder, and a kill loses the job under way.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseJson, writeWhole } from "@widthwise/measure";
import { codeVersion } from "../code-version.ts";
import type { StudyPlan } from "./plan.ts";
import type { JobDone } from "./run-job.ts";
import type { Job } from "./study.ts";

export interface Recorded extends JobDone {
  readonly seconds: number;
}

/** A job that failed as often as it was tried; the next run tries it again. */
export type Failure = JobDone;

/** The files of one study below `folder`. */
export class CellStore {
  readonly folder: string;
  readonly #code: string;

  constructor(folder: string, study: string) {
    this.folder = join(folder, "cells", study);
    this.#code = codeVersion(study);
  }

  /** Name of a job's file: equal only where code, job, seed and the other settings are. How a job is scheduled is no part of it. */
  key(job: Job, { settings, study }: Pick<StudyPlan, "settings" | "study">): string {
    const { cost: _, process: __, group: ___, ...what } = job;
    return createHash("sha256")
      .update(JSON.stringify([study, this.#code, settings, what]))
      .digest("hex")
      .slice(0, 32);
  }

  /** undefined where nothing is recorded, or what is there was cut by a power failure */
  read(key: string): Recorded | undefined {
    return readJson(join(this.folder, `${key}.json`));
  }

  /** Survives a kill as soon as it returns. Not forced onto the disk, which would cost milliseconds a cell. */
  write(key: string, recorded: Recorded): void {
    this.#put(`${key}.json`, recorded);
  }

  failure(key: string): Failure | undefined {
    return readJson(join(this.folder, `${key}.failed`));
  }

  fail(key: string, failure: Failure): void {
    this.#put(`${key}.failed`, failure);
  }

  forget(keys: Iterable<string>): void {
    for (const key of keys) rmSync(join(this.folder, `${key}.json`), { force: true });
  }

  forgetFailures(keys: Iterable<string>): void {
    for (const key of keys) rmSync(join(this.folder, `${key}.failed`), { force: true });
  }

  /** Keys of all that is recorded, without opening it. */
  recorded(): ReadonlySet<string> {
    return this.#keys("json");
  }

  failed(): ReadonlySet<string> {
    return this.#keys("failed");
  }

  /** Time of recording, in milliseconds since 1970. */
  recordedAt(key: string): number {
    return statSync(join(this.folder, `${key}.json`)).mtimeMs;
  }

  #keys(kind: string): ReadonlySet<string> {
    let names: string[];
    try {
      names = readdirSync(this.folder);
    } catch {
      return new Set();
    }
    const end = `.${kind}`;
    return new Set(
      names.filter((name) => !name.startsWith(".") && name.endsWith(end)).map((n) => n.slice(0, -end.length)),
    );
  }

  #put(name: string, content: object): void {
    writeWhole(join(this.folder, name), JSON.stringify(content), { flush: false });
  }
}

function readJson<T>(path: string): T | undefined {
  try {
    return parseJson(readFileSync(path, "utf8")) as T;
  } catch {
    return undefined;
  }
}
