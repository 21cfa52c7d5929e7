// What is said of the cost of a sweep.
import { heading, paragraph, table } from "../../page/document.ts";
import { exact, significant } from "../../page/units.ts";
import { numberOf, numberOrNaN, paramOf } from "../../telling/read-cells.ts";
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";

export const tell = tellStudy(paramsSchema, {
  finding: ({ result: { cells } }) => {
    const cell = cells.find(({ status }) => status === "ok");
    if (cell === undefined) return undefined;
    const of = (name: string) => numberOrNaN(cell, name);
    const bound = Number(paramOf(cell, "boundMs"));
    const kept = of("wallMillisecondsPerCell") <= bound ? "within" : "**above**";
    return `A sweep of ${cell.params?.cells} cells with nothing in them takes ${significant(of("wallMillisecondsPerCell"), 3)} ms of wall time per cell, ${kept} the aim of ${bound} ms; through ${exact(of("kills"))} kills it lost ${exact(of("lost"))} recorded cells and ran ${exact(of("again"))} again of at most ${exact(of("allowed"))}, and however it was cut into parts its result was ${of("files") === 1 ? "the same to the byte" : "**not** the same"}.`;
  },
  sections: ({ result }) => [
    heading(2, "Cells with nothing in them"),
    table(
      [
        "cells>",
        "wall time per cell>",
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
          const of = (name: string) => exact(numberOf(cell, name));
          const ms = (name: string) => `${significant(numberOf(cell, name), 3)} ms`;
          return [
            String(cell.params?.cells),
            ms("wallMillisecondsPerCell"),
            ms("millisecondsPerCell"),
            ...["kills", "lost", "again", "allowed", "parts"].map(of),
            exact(numberOrNaN(cell, "files") - 1),
          ];
        }),
    ),
    paragraph(
      "The same sweep three times: without fault, killed again and again and resumed, and in parts by processes of their own. Kills come at random numbers of recorded cells; every other time the workers die first. “At most”: one cell for every worker that died.",
    ),
  ],
});
