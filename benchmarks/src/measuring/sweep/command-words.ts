// The command line of a sweep without how and where it runs: what its result names, and what its parts are started with.
import type { Command } from "commander";
import type { Sweep } from "./sweep.ts";

/** Options that change no number. */
const delivery = new Set([
  "launcher",
  "workers",
  "retries",
  "resume",
  "fresh",
  "status",
  "shard",
  "shards",
  "sbatch",
  "image",
  "claim",
  "json",
  "quiet",
  "output",
  "publish",
]);

/** `sweep NAME` and the options that the user gave and that decide the numbers, in the order of the help text. */
export function decidingWords(name: string, command: Command): string[] {
  const words = ["sweep", name];
  for (const option of command.options) {
    const key = option.attributeName();
    if (delivery.has(key) || command.getOptionValueSource(key) !== "cli") continue;
    for (const value of [command.opts()[key]].flat()) words.push(`--${option.name()}`, String(value));
  }
  return words;
}

/** Arguments of the command that records one part, but for which. */
export function taskWords({ words, output, retries }: Sweep, workers: number): string[] {
  const own = { "--output": output, "--workers": String(workers), "--retries": String(retries) };
  return [...words, ...Object.entries(own).flat(), "--quiet"];
}
