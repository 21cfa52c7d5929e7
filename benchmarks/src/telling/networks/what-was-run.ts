// What was run, as the studies that train on tasks tell it: what compares it with a paper, and a line per task.
import type { TaskParams } from "../../networks/task.ts";
import { type Block, heading, list, paragraph, type Text } from "../../page/document.ts";
import { percent } from "../../page/units.ts";

/** The section; `text` stands before the tasks. */
export const whatWasRun = (
  text: Text,
  tasks: readonly (TaskParams & { readonly seeds: number })[],
): Block[] => [
  heading(2, "What was run"),
  paragraph(text),
  list(tasks.map((task) => `${taskText(task)} ${task.seeds} seeds.`)),
];

function taskText({
  name,
  data,
  n,
  unseen,
  width,
  depth,
  activation,
  parametrisation,
  loss,
}: TaskParams): Text {
  return `**${name}**: ${dataText(data, n)}; n = ${n}, ${unseen} unseen examples; ${depth} weight layers of width ${width}, ${activation}, ${parametrisation} parametrisation, ${loss} loss.`;
}

function dataText(data: TaskParams["data"], n: number): Text {
  switch (data.kind) {
    case "signs":
      return `the product of ${data.relevant} of ${data.d} signs (of ${2 ** data.d} inputs: ${percent(1 - (1 - 2 ** -data.d) ** n)} of the unseen examples are expected to repeat a training one)`;
    case "single-index":
      return `the Hermite polynomial of degree ${data.degree} of one of ${data.d} normal coordinates`;
    case "images":
      return `${data.dataset} at 14 by 14 pixels, ${data.labels === "parity" ? "even against odd classes" : "an output a class"}`;
  }
}
