// The machine and the settings behind a result.
import type { Result } from "@widthwise/measure";
import { type Block, heading, type Text, table } from "../page/document.ts";
import { bytes, rate, significant, time } from "../page/units.ts";

export function setupBlocks(result: Result): Block[] {
  return [
    heading(2, "Set-up"),
    table(["", "value"], settingRows(result)),
    table(
      ["backend", "version", "device", "threads>", "precision", "product rate>"],
      result.backends.map(({ name, version, device, software, threads, precision, gemmFlopsPerSecond }) => [
        name,
        version,
        `${device}${software ? " (**software**)" : ""}`,
        String(threads),
        precision,
        gemmFlopsPerSecond === undefined ? "–" : rate(gemmFlopsPerSecond),
      ]),
    ),
  ];
}

type Row = readonly [name: string, value: Text];

function settingRows(result: Result): Row[] {
  const { machine, runtime, settings, study, dataset, startedAt, seconds } = result;
  const { id, cpu, cores, memory, os, peaks } = machine;
  const limits = peaks
    ? `${rate(peaks.fmaFlopsPerSecond)} of 128-bit multiply-adds in registers${peaks.widest ? `, ${rate(peaks.widest.flopsPerSecond)} of ${peaks.widest.bits}-bit ones` : ""}, ${significant(peaks.triadBytesPerSecond / 1e9)} GB/s from memory, one thread`
    : "not measured";
  const took: Row[] = startedAt && seconds ? [["started, took", `${startedAt}, ${time(seconds * 1e9)}`]] : [];
  const scheduled: Row[] = settings
    ? [
        ["problem", `labels ${settings.labels}, shift ${settings.shift}, initialisation ${settings.init}`],
        [
          "schedule",
          `${settings.rounds} rounds in ${settings.processes} processes, budget ${significant(settings.budgetSeconds)} s${settings.checkSteps ? `, ${settings.checkSteps} steps checked` : ""}`,
        ],
      ]
    : [];
  const conditions = Object.entries(machine.conditions ?? {});
  const given: Row[] =
    conditions.length > 0
      ? [["conditions", conditions.map(([name, value]) => `${name} ${value}`).join("; ")]]
      : [];
  const variables = Object.entries(runtime.environment ?? {}).map(
    ([name, value]) => `, \`${name}=${value}\``,
  );
  const params = Object.entries(study?.params ?? {}).map(
    ([name, value]): Row => [`parameter ${name}`, typeof value === "string" ? value : JSON.stringify(value)],
  );
  return [
    ["suite, profile", `${result.suite}, ${result.profile}`],
    ["command", `\`${result.command}\``],
    ["commit", `\`${result.commit}\`${result.dirty ? " with uncommitted changes" : ""}`],
    ["benchmark version", `\`${result.benchmarkVersion}\``],
    ["seed", String(result.seed)],
    ...took,
    ["machine", `${id}: ${cpu}, ${cores} cores, ${bytes(memory)}, ${os}`],
    ...given,
    ["measured limits", limits],
    [
      "runtime",
      `Node ${runtime.node}, V8 ${runtime.v8}, flags ${runtime.flags.join(" ") || "none"}${variables.join("")}`,
    ],
    ["data", `${dataset.name}, sha256 \`${dataset.sha256.slice(0, 16)}\``],
    ...scheduled,
    ...params,
  ];
}
