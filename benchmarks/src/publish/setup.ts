// The machine and the settings behind a result.
import type { Result } from "@widthwise/measure";
import { type Block, heading, table } from "../page/document.ts";
import { sourceOf } from "../page/source.ts";
import { bytes, rate, significant, time } from "../page/units.ts";

function settingRows(settings: NonNullable<Result["settings"]>): [string, string][] {
  const { labels, shift, init, rounds, processes, budgetSeconds } = settings;
  return [
    ["problem", `labels ${labels}, shift ${shift}, initialisation ${init}`],
    ["schedule", `${rounds} rounds in ${processes} processes, budget ${significant(budgetSeconds)} s`],
  ];
}

export function setupBlocks(result: Result): Block[] {
  const { machine, runtime, settings, study, dataset, backends } = result;
  const peaks = machine.peaks;
  return [
    heading(2, "Set-up"),
    table(
      ["", "value"],
      [
        ["suite, profile", `${result.suite}, ${result.profile}`],
        ["command", `\`${result.command}\``],
        ["commit", `\`${result.commit}\`${result.dirty ? " with uncommitted changes" : ""}`],
        ["benchmark version", `\`${result.benchmarkVersion}\``],
        ["seed", String(result.seed)],
        ...(result.startedAt && result.seconds
          ? [["started, took", `${result.startedAt}, ${time(result.seconds * 1e9)}`]]
          : []),
        [
          "machine",
          `${machine.id}: ${machine.cpu}, ${machine.cores} cores, ${bytes(machine.memory)}, ${machine.os}`,
        ],
        [
          "measured limits",
          peaks
            ? `${rate(peaks.fmaFlopsPerSecond)} of 128-bit multiply-adds in registers, ${significant(peaks.triadBytesPerSecond / 1e9)} GB/s from memory, one thread`
            : "not measured",
        ],
        ["runtime", `Node ${runtime.node}, V8 ${runtime.v8}, flags ${runtime.flags.join(" ") || "none"}`],
        ["data", `${dataset.name}, sha256 \`${dataset.sha256.slice(0, 16)}\``],
        ...(settings ? settingRows(settings) : []),
        ...Object.entries(study?.params ?? {}).map(([name, value]) => [
          `parameter ${name}`,
          typeof value === "string" ? value : JSON.stringify(value),
        ]),
      ],
      sourceOf(result),
    ),
    table(
      ["backend", "version", "device", "threads>", "precision", "product rate>"],
      backends.map((backend) => [
        backend.name,
        backend.version,
        `${backend.device}${backend.software ? " (**software**)" : ""}`,
        String(backend.threads),
        backend.precision,
        backend.gemmFlopsPerSecond === undefined ? "–" : rate(backend.gemmFlopsPerSecond),
      ]),
      sourceOf(result),
    ),
  ];
}
