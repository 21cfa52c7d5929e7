// What hashing misses of the neurons that fire, and how many it looks at.
import type { TimedCell } from "@widthwise/measure";
import type { Block, Text } from "../../page/document.ts";
import { section } from "../../page/section.ts";
import { exact, percent, significant, widthLabel } from "../../page/units.ts";
import { last } from "../rounds/series.ts";
import { measured, type Search, searchOf } from "./searches.ts";

const hashingOf = (searches: readonly Search[]) => searchOf(searches, "simhash", "query");

export function recallSentence(searches: readonly Search[]): Text | undefined {
  const hashing = hashingOf(searches);
  if (hashing === undefined) return undefined;
  const cell = last(hashing);
  const [recall, share] = [measured(cell, "recall"), measured(cell, "candidateShare")];
  if (recall === undefined || share === undefined) return undefined;
  const gain =
    recall / share < 3
      ? "hardly better than looking at random neurons, since a neuron on the threshold is nearly orthogonal to its input"
      : `${significant(recall / share, 2)} times what as many random neurons would give`;
  return `**Hashing** (\`simhash\`, approximate) finds ${percent(recall)} of what fires at width ${widthLabel(cell.width)} while it looks at ${percent(share)} of all neurons: ${gain}.`;
}

export function recallSection(searches: readonly Search[]): Block[] {
  const share = (name: string) => (cell: TimedCell) => {
    const value = measured(cell, name);
    return value === undefined ? "–" : percent(value);
  };
  return section({
    heading: "What hashing misses",
    rows: hashingOf(searches)?.cells ?? [],
    columns: [
      ["width>", ({ width }) => widthLabel(width)],
      ["recall>", share("recall")],
      ["neurons looked at>", share("candidateShare")],
      ["fired pairs>", (cell) => exact(measured(cell, "fired"))],
    ],
  });
}
