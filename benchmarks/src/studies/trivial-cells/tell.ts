// What is said of trivial cells: hardly anything, since sweep-cost measures what they cost.
import { heading, paragraph } from "../../page/document.ts";
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./measure.ts";

export const tell = tellStudy(paramsSchema, {
  sections: ({ result: { cells } }) => [
    heading(2, "Cells with nothing in them"),
    paragraph(`${cells.length} cells. What they cost, the study \`sweep-cost\` measures.`),
  ],
});
