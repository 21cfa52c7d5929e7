// The command line of a sweep without how and where it runs: what its result names, and what its parts are started with.
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

/** `sweep NAME` and the options that the user gave and that decide the numbers. `written`: by option, what the user wrote. */
export function decidingWords(
  name: string,
  written: ReadonlyMap<string, readonly (string | null)[]>,
): string[] {
  const deciding = [...written].filter(([option]) => !delivery.has(option));
  const words = deciding.flatMap(([option, texts]) =>
    texts.flatMap((text) => (text === null ? [`--${option}`] : [`--${option}`, text])),
  );
  return ["sweep", name, ...words];
}

/** Arguments of the command that records one part, but for which. */
export function taskWords({ words, output, retries }: Sweep, workers: number): string[] {
  const own = { "--output": output, "--workers": String(workers), "--retries": String(retries) };
  return [...words, ...Object.entries(own).flat(), "--quiet"];
}
