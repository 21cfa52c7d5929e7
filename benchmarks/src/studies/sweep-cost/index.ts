// What a sweep costs beside its cells, and what it survives: sweeps of trivial cells, whole, killed at random times and in parts.
import { z } from "zod";
import type { Job, Study } from "../../measuring/jobs/study.ts";
import { heading, list, paragraph, table } from "../../page/document.ts";
import { sourceOf } from "../../page/source.ts";
import { significant } from "../../page/units.ts";
import { numberOf, paramOf } from "../../telling/read-cells.ts";
import { runSweep } from "./run.ts";

const count = z.number().int().positive();
const paramsSchema = z.object({
  cells: count,
  /** kill -9 of the sweep, at every other one of its workers first */
  kills: count,
  parts: count,
  /** wall time of the whole command, a cell, that is accepted: 2 where nothing else runs */
  boundMs: z.number().positive(),
});
type Params = z.infer<typeof paramsSchema>;

export interface SweepJob extends Job, Params {}

export const sweepCost: Study<Params, SweepJob> = {
  params: paramsSchema,
  jobs: (params) => [{ cell: { algorithm: "sweep", params }, timed: true, ...params }],
  run: runSweep,
  answers: () => [],
  finding: ({ cells }) => {
    const cell = cells.find(({ status }) => status === "ok");
    if (cell === undefined) return undefined;
    const of = (name: string) => numberOf(cell, name) ?? Number.NaN;
    const bound = Number(paramOf(cell, "boundMs"));
    const kept = of("wallMillisecondsPerCell") <= bound ? "within" : "**above**";
    return `A sweep of ${cell.params?.cells} cells with nothing in them takes ${significant(of("wallMillisecondsPerCell"), 3)} ms of wall time a cell, ${kept} the aim of ${bound} ms; through ${of("kills")} kills it lost ${of("lost")} recorded cells and ran ${of("again")} again of at most ${of("allowed")}, and however it was cut into parts its result was ${of("files") === 1 ? "the same to the byte" : "**not** the same"}.`;
  },
  report: (result) => [
    heading(2, "Cells with nothing in them"),
    table(
      [
        "cells>",
        "wall time a cell>",
        "of one worker, start and end left out>",
        "kills>",
        "recorded cells lost>",
        "cells run again>",
        "at most>",
        "parts>",
        "different results>",
      ],
      result.cells
        .filter(({ measures }) => measures !== undefined)
        .map((cell) => {
          const of = (name: string) => String(numberOf(cell, name));
          const ms = (name: string) => `${significant(numberOf(cell, name) ?? Number.NaN, 3)} ms`;
          return [
            String(cell.params?.cells),
            ms("wallMillisecondsPerCell"),
            ms("millisecondsPerCell"),
            ...["kills", "lost", "again", "allowed", "parts"].map(of),
            String((numberOf(cell, "files") ?? 0) - 1),
          ];
        }),
      sourceOf(result),
    ),
    paragraph(
      "The same sweep three times: without fault, killed again and again and resumed, and in parts by processes of their own. Kills come at random numbers of recorded cells; every other time the workers die first. “At most”: one cell for every worker that died.",
    ),
    heading(2, "What these numbers do not say"),
    list([
      "The wall time a cell contains the start of the command and of its workers, and the report at the end.",
      "On the local file system of one machine: a network file system takes longer for a file.",
    ]),
  ],
  plots: () => [],
};
