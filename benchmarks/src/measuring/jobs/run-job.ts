// One job in a worker process, and what the jobs of a process share.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Backend, type BackendInfo, openBackend } from "@widthwise/backends";
import { needMemory } from "@widthwise/core";
import { DataError, type Dataset, datasets, type Examples, trainingExamples } from "@widthwise/data";
import { judged } from "./cells.ts";
import { type Context, type Job, type Measure, type Outcome, Skipped, type StudySettings } from "./study.ts";

export interface JobAsk {
  readonly study: string;
  readonly job: Job;
  readonly settings: StudySettings;
}

/** What a job found, and on what. */
export interface JobDone {
  readonly outcomes: Outcome[];
  readonly backends: BackendInfo[];
  readonly datasets: { name: string; sha256: string }[];
}

/** Names of errors that say why a job cannot run here. */
const skipping = ["Skipped", "NotEnoughMemory"];
const opened = new Map<string, Backend>();
const loaded = new Map<string, Dataset>();
const chosen = new Map<string, Examples>();

/** What a process that runs jobs answers. */
export interface JobRequests {
  job: { ask: JobAsk; answer: JobDone };
}

/** Runs a job of the study that `measureOf` gives; one that cannot run here, or fails, is an outcome as well. */
export async function runJob(
  { study, job, settings }: JobAsk,
  measureOf: (study: string) => Promise<Measure>,
): Promise<JobDone> {
  const used = { backends: new Map<string, BackendInfo>(), datasets: new Map<string, string>() };
  const context = contextOf(settings, used);
  let outcomes: Outcome[];
  try {
    outcomes = (await (await measureOf(study)).run(job, context)).map(judged);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    outcomes = [{ status: skipping.includes(name) ? "skipped" : "error", reason: message }];
  }
  return {
    outcomes,
    backends: [...used.backends.values()],
    datasets: [...used.datasets].map(([name, sha256]) => ({ name, sha256 })),
  };
}

interface Used {
  readonly backends: Map<string, BackendInfo>;
  readonly datasets: Map<string, string>;
}

function contextOf(settings: StudySettings, used: Used): Context {
  const { seed, threads, dataDir } = settings;
  const dataset = (name: string) => {
    let found = loaded.get(name);
    try {
      found ??= datasets[name]({ seed, ...(dataDir === undefined ? {} : { dataDir: join(dataDir, name) }) });
    } catch (error) {
      throw error instanceof DataError ? new Skipped(error.message) : error;
    }
    loaded.set(name, found);
    used.datasets.set(name, found.sha256);
    return found;
  };
  return {
    ...settings,
    dataset,
    examples(name, n) {
      const { train } = dataset(name);
      const id = `${name} ${n}`;
      const examples = chosen.get(id) ?? trainingExamples(train, n, "parity", seed);
      chosen.set(id, examples);
      return examples;
    },
    async backend(name) {
      let backend = opened.get(name);
      if (backend === undefined) {
        const found = await openBackend(name, threads === undefined ? {} : { threads });
        if (!("backend" in found))
          throw new Skipped(`${name} is not available: ${found.missing}; ${found.remedy}`);
        backend = found.backend;
        opened.set(name, backend);
      }
      used.backends.set(name, backend.info);
      return backend;
    },
    seedOf(...parts) {
      const digest = createHash("sha256")
        .update(JSON.stringify([seed, ...parts]))
        .digest();
      return Number(digest.readBigUInt64BE() >> 11n);
    },
    needBytes: (bytes) => needMemory(bytes, "its state"),
  };
}
