// What jobs found, one sealed file per job, named by the hash of all that decides it: code, configuration and seed. Files are written
// whole, so that any number of processes on any number of machines may share a folder, and a kill loses the job under way.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { backendSchema, cellSchema, readText, writeWhole } from "@widthwise/measure";
import { type ZodType, z } from "zod";
import { warn } from "../../warn.ts";
import { codeVersion } from "../code-version.ts";
import { sealed, unsealed } from "../sealed.ts";
import type { StudyPlan } from "./plan.ts";
import type { JobDone } from "./run-job.ts";
import type { Job } from "./study.ts";

/** What is recorded of a job; `seconds` is what it took, where it did not fail. */
interface Recorded extends JobDone {
  readonly seconds?: number;
}

/** In JSON, what is absent cannot be undefined. */
const recordedSchema = z.object({
  seconds: z.number().optional(),
  outcomes: z.array(cellSchema.partial()),
  backends: z.array(backendSchema),
  datasets: z.array(z.object({ name: z.string(), sha256: z.string() })),
}) as unknown as ZodType<Recorded>;

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

  /** undefined where nothing is recorded, or what is there is not believed */
  read(key: string): Recorded | undefined {
    return this.#get(`${key}.json`, key);
  }

  /** Survives a kill as soon as it returns. Not forced onto the disk, which would cost milliseconds per cell. */
  write(key: string, recorded: Recorded): void {
    this.#put(`${key}.json`, key, recorded);
  }

  /** What is said of a job that failed as often as it was tried; the next run tries it again. */
  failure(key: string): Recorded | undefined {
    return this.#get(`${key}.failed`, key);
  }

  fail(key: string, failure: Recorded): void {
    this.#put(`${key}.failed`, key, failure);
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

  #put(name: string, key: string, content: Recorded): void {
    writeWhole(join(this.folder, name), sealed(key, content), { flush: false });
  }

  /** A record that does not prove itself is named and set aside: its job is open again. */
  #get(name: string, key: string): Recorded | undefined {
    const path = join(this.folder, name);
    if (!existsSync(path)) return undefined;
    const { content, wrong } = unsealed(key, readText(path, "what a job found"), recordedSchema);
    if (wrong === undefined) return content;
    renameSync(path, `${path}.bad`);
    warn(`widthwise: ${path} ${wrong}: set aside as ${basename(path)}.bad, and its job runs again`);
  }
}
