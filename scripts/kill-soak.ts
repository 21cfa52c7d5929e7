// Kills `run` and `sweep` at random moments, the command itself or its workers, and lets them go on: nothing that was recorded may be
// lost or doubled, and nothing may go on by itself.
// usage: node scripts/kill-soak.ts [kills, default 200] [seed, default 1]
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { fillUniforms } from "@widthwise/core";
import { readResult } from "@widthwise/measure";
import { brokenSeals } from "../benchmarks/src/publish/seal.ts";
import { commandFile } from "../benchmarks/src/workspace.ts";

/** How long whoever should end may take to do so. */
const END_MS = 10_000;
/** When a kill comes: at most so long after a command's start, or after the moment that was waited for. */
const START_MS = 3000;
const MOMENT_MS = 100;
/** Kills of one measurement, before it is let to its end. */
const KILLS = 10;

/** What a command says that ends with less than all. */
const UNFINISHED = "this is not all: --resume";

/** A command that is killed, and what of its findings must last. */
interface Subject {
  readonly words: readonly string[];
  /** what it records before its result is written */
  readonly records: number;
  /** a share of all kills */
  readonly share: number;
  /** everything that is recorded now; what a kill cut off is not */
  recorded(folder: string): readonly string[];
  /** what is wrong with a finished measurement, of which `recorded` had been seen at some moment */
  problems(folder: string, recorded: ReadonlySet<string>): readonly string[];
}

/** Paths below the output folder; hidden ones are none. */
const found = (folder: string, pattern: string) =>
  globSync(pattern, { cwd: join(folder, ".widthwise") }).map((path) => join(folder, ".widthwise", path));

/** The last one last. */
const resultsIn = (folder: string) => found(folder, "????-??-??*-*").sort();

/** What is there as long as a measurement is not finished. */
const leftIn = (folder: string) => found(folder, "**/*.{jsonl,failed}");

/** The folder of the last result, its cells that are not well, and what should be gone by now. */
function finished(folder: string) {
  const result = resultsIn(folder).at(-1) ?? folder;
  const { cells } = readResult(join(result, "result.json"));
  const unwell = cells.filter(({ status, reason }) => status !== "ok" || reason !== undefined);
  return {
    result,
    cells,
    wrong: [
      ...unwell.map(
        ({ algorithm, width, params, status, reason }) =>
          `${status}: ${algorithm} ${JSON.stringify(params ?? width)}: ${reason}`,
      ),
      ...brokenSeals(result).map((seal) => `seal: ${seal}`),
      ...[...leftIn(folder), ...found(folder, "**/*.bad")].map((path) => `left: ${path}`),
    ],
  };
}

const ROUNDS = 6;
const WIDTHS = [64, 128];
/** In paired rounds: one journal, one line per visit. */
const rounds: Subject = {
  words: [
    ..."run cpi --algorithms live-gn --backends wasm --n 8 --dataset sphere --budget 0.5".split(" "),
    ...["--widths", WIDTHS.join(), "--rounds", String(ROUNDS), "--processes", "1", "--attempts", "1"],
  ],
  records: ROUNDS * WIDTHS.length,
  share: 0.3,
  recorded: (folder) =>
    found(folder, "*.jsonl")
      .flatMap((path) => readFileSync(path, "utf8").split("\n").slice(0, -1))
      .filter((line) => line.includes('"kind":"sampled"') && !line.includes(" twin"))
      .map((line) => {
        const { sum: _, ...event } = JSON.parse(line);
        return JSON.stringify(event);
      }),
  problems(folder, recorded) {
    const { result, cells, wrong } = finished(folder);
    const lines = gunzipSync(readFileSync(join(result, "samples.jsonl.gz")))
      .toString()
      .trim()
      .split("\n");
    const visits = lines
      .map((line) => JSON.parse(line))
      .map(({ id, round, attempt = 0 }) => `${id}, round ${round}, attempt ${attempt}`);
    return [
      ...wrong,
      ...[...recorded].filter((line) => !lines.includes(line)).map((line) => `lost: ${line}`),
      ...visits.filter((visit, k) => visits.indexOf(visit) !== k).map((visit) => `doubled: ${visit}`),
      ...cells
        .filter(({ timing }) => timing?.samples.length !== ROUNDS)
        .map(({ width }) => `short: width ${width}`),
    ];
  },
};

const CELLS = 60;
/** One file per cell. */
const cellFiles = (verb: "run" | "sweep", ...words: readonly string[]): Subject => ({
  words: [
    ...[verb, "trivial-cells", "--profile", "verify", ...words],
    ...["--set", `cells=${CELLS}`, "--set", "milliseconds=20"],
  ],
  records: CELLS,
  share: 0.35,
  recorded: (folder) =>
    found(folder, "cells/trivial-cells/*.json").map(
      (path) => `${basename(path)} ${readFileSync(path, "utf8")}`,
    ),
  problems(folder, recorded) {
    const { cells, wrong } = finished(folder);
    const now = this.recorded(folder);
    const cellNames = cells.map(({ params }) => JSON.stringify(params));
    return [
      ...wrong,
      ...[...recorded].filter((cell) => !now.includes(cell)).map((cell) => `lost: ${cell}`),
      ...cellNames.filter((name, k) => cellNames.indexOf(name) !== k).map((name) => `doubled: ${name}`),
      ...(cells.length === CELLS && now.length === CELLS
        ? []
        : [`${now.length} files and ${cells.length} cells of ${CELLS}`]),
    ];
  },
});

const subjects = [rounds, cellFiles("run"), cellFiles("sweep", "--workers", "2")];

/** Every process that has not ended, by its parent; a zombie has. */
function processes(): ReadonlyMap<number, readonly number[]> {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid=,state="], { encoding: "utf8" }).trim().split("\n");
  const all = rows.map((row) => row.trim().split(/\s+/)).filter(([, , state]) => !state.startsWith("Z"));
  const children = new Map<number, number[]>();
  for (const [pid, parent] of all)
    children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(pid)]);
  return children;
}

/** Whether there was somebody to kill. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

/** Of `pids`, those that do not end. */
async function lasting(pids: readonly number[]): Promise<number[]> {
  const end = performance.now() + END_MS;
  for (;;) {
    const alive = new Set([...processes().values()].flat());
    const left = pids.filter((pid) => alive.has(pid));
    if (left.length === 0 || performance.now() > end) return left;
    await sleep(50);
  }
}

/** The command half of the times, else all of its workers or one. */
function chosen(pid: number, workers: readonly number[], draw: () => number): [string, readonly number[]] {
  if (draw() < 0.5) return ["the command", [pid]];
  return draw() < 0.5 ? ["all workers", workers] : ["a worker", workers.slice(0, 1)];
}

export interface Soaked {
  /** how many kills there were of whom and when: `run, the command, while it records` */
  readonly kills: ReadonlyMap<string, number>;
  readonly problems: readonly string[];
}

/** Kills the command or its workers so many times. The seed decides when and whom. */
export async function soak(kills: number, seed: number): Promise<Soaked> {
  const problems: string[] = [];
  const tally = new Map<string, number>();
  let drawn = 0;
  const draw = () => {
    const one = new Float64Array(1);
    fillUniforms({ seed, stream: 0 }, drawn++, one);
    return one[0];
  };

  /** Some time after the start or, mostly, after so much more is recorded. */
  const moment = async (subject: Subject, folder: string, hasEnded: () => boolean) => {
    const recorded = () => subject.recorded(folder).length;
    const there = recorded();
    const target = draw() < 0.25 ? 0 : there + Math.ceil(draw() * (subject.records - there));
    while (recorded() < target && !hasEnded()) await sleep(10);
    await sleep(draw() * (target === 0 ? START_MS : MOMENT_MS));
  };

  /** One measurement, killed up to `most` times and then let to its end; returns how often it was. */
  const disturb = async (subject: Subject, most: number): Promise<number> => {
    const folder = mkdtempSync(join(tmpdir(), "widthwise-soak-"));
    const seen = new Set<string>();
    let made = 0;
    let unfinished = 0;
    for (;;) {
      const words = [commandFile, ...subject.words, "--resume", "--quiet"];
      const command = spawn(process.execPath, words, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
      const { pid = 0 } = command;
      let stderr = "";
      command.stderr.on("data", (text) => {
        stderr += text;
      });
      let ended = false;
      const end = once(command, "close").then(([exitCode, signal]) => {
        ended = true;
        return { exitCode, signal };
      });
      while (made < most && !ended) {
        await moment(subject, folder, () => ended);
        const children = processes();
        const below = (parent: number): number[] =>
          (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
        const now = subject.recorded(folder);
        for (const line of now) seen.add(line);
        const [whom, victims] = chosen(pid, children.get(pid) ?? [], draw);
        const doomed = victims.flatMap(below);
        if (ended || !victims.map(kill).includes(true)) continue;
        made++;
        const when = now.length === 0 ? "before" : now.length < subject.records ? "while" : "after";
        const what = `${subject.words.slice(0, 2).join(" ")}: ${whom}, ${when} it records`;
        tally.set(what, (tally.get(what) ?? 0) + 1);
        if (whom === "the command") await end;
        for (const orphan of await lasting(doomed)) problems.push(`${what}: process ${orphan} goes on`);
      }
      const { exitCode, signal } = await end;
      const killed = signal === "SIGKILL";
      if (killed && resultsIn(folder).length === unfinished) continue;
      // too many of its workers died one after another: it has said so, and goes on from there
      if (killed ? leftIn(folder).length > 0 : exitCode === 1 && stderr.includes(UNFINISHED)) {
        unfinished++;
        continue;
      }
      if (!killed && exitCode !== 0)
        problems.push(`${subject.words.join(" ")} ended with ${exitCode ?? signal}: ${stderr}`);
      const more = resultsIn(folder).length - unfinished;
      if (more !== 1) problems.push(`${more} results of one measurement`);
      problems.push(...subject.problems(folder, seen));
      rmSync(folder, { recursive: true, force: true });
      return made;
    }
  };

  for (const subject of subjects)
    for (let left = Math.round(kills * subject.share); left > 0; )
      left -= await disturb(subject, Math.min(KILLS, left));
  return { kills: tally, problems };
}

if (import.meta.main) {
  const [kills = 200, seed = 1] = process.argv.slice(2).map(Number);
  const { kills: made, problems } = await soak(kills, seed);
  for (const [what, times] of [...made].sort())
    process.stdout.write(`${String(times).padStart(4)}  ${what}\n`);
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  const total = [...made.values()].reduce((sum, times) => sum + times, 0);
  process.stdout.write(`${total} kills, ${problems.length} problems\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
