// Where one series overtakes another: the pairs that decide in full, the others folded.
import type { Crossover, Result } from "@widthwise/measure";
import { type Block, heading, list, paragraph } from "../../page/document.ts";
import { sourceOf } from "../../page/source.ts";
import { crossoverMethod, crossoverSentences, isSparseAgainstDense } from "../rounds/crossovers.ts";

/** A crossover stands in the first group that has it. */
const groups: readonly { readonly title: string; readonly has: (c: Crossover) => boolean }[] = [
  { title: "Sparse against dense", has: isSparseAgainstDense },
  { title: "Backends, same algorithm", has: ({ faster, slower }) => faster.algorithm === slower.algorithm },
  { title: "Other pairs", has: () => true },
];

const order = { crossed: 0, always: 1, never: 2, unresolved: 3 };

export function crossoverBlocks(result: Result): Block[] {
  const title = heading(2, "Where does one overtake the other?");
  if (result.crossovers.length === 0)
    return [
      title,
      paragraph("No pair was measured at three common widths or more: measure more `--widths`."),
    ];
  const sorted = [...result.crossovers].sort((a, b) => a.n - b.n || order[a.status] - order[b.status]);
  const blocks = groups.flatMap((group, k): Block[] => {
    const own = sorted.filter((crossover) => groups.findIndex(({ has }) => has(crossover)) === k);
    if (own.length === 0) return [];
    const folded: Block = {
      kind: "details",
      summary: `${group.title} (${own.length})`,
      blocks: [list(crossoverSentences(result, own))],
    };
    return [k === 0 ? { ...folded, open: true } : folded];
  });
  return [title, ...blocks, paragraph(`${crossoverMethod(result)} ${sourceOf(result)}.`)];
}
