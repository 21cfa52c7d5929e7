// Who wins from which width, in words.
import type { Crossover, Result } from "@widthwise/measure";
import { type Block, heading, list, paragraph, type Text } from "../../page/document.ts";
import { sourceOf } from "../../page/source.ts";
import { roughWidth } from "../../page/units.ts";
import { isDense, sharedWidths } from "../series.ts";

/** "`live-gn` on js beats `dense-gd` on wasm from width 512 [430, 600]" */
export function crossoverSentence(result: Result, crossover: Crossover): Text {
  const { faster, slower, width, lo, hi, status, n } = crossover;
  const widths = sharedWidths(result, crossover);
  const [least, most] = [widths[0] ?? 0, widths[widths.length - 1] ?? 0];
  const range = `${least} … ${most}`;
  const [a, b] = [side(faster), side(slower)];
  const at = `, n = ${n}`;
  switch (status) {
    case "crossed": {
      const from = lo === null ? `below ${least}` : roughWidth(lo);
      const to = hi === null ? `beyond ${most}` : roughWidth(hi);
      return `${a} beats ${b} **from width ${roughWidth(width!)}** [${from}, ${to}]${at}`;
    }
    case "always":
      // the same fact, told of the one that was meant to win
      if (isLoss(crossover)) return `${b} **never** beats ${a} in ${range}${at}`;
      return `${a} beats ${b} **at every width measured** (${range})${at}`;
    case "never":
      return `${a} **never** beats ${b} in ${range}${at}`;
    case "unresolved":
      return `${a} and ${b}: **not resolved** in ${range} (their order changes with the noise, or more than once)${at}`;
  }
}

function isLoss({ faster, slower }: Crossover): boolean {
  return isDense(faster.algorithm) && !isDense(slower.algorithm);
}

/** A sentence each; those that one side wins at every width are told together. */
export function crossoverSentences(result: Result, crossovers: readonly Crossover[]): Text[] {
  const groups = Map.groupBy(crossovers, (c) =>
    JSON.stringify(c.status === "always" && !isLoss(c) ? [c.status, c.faster, c.n] : c),
  );
  return [...groups.values()].map((own) => {
    const { faster, n } = own[0];
    if (own.length === 1) return crossoverSentence(result, own[0]);
    const losers = own.map((c) => {
      const widths = sharedWidths(result, c);
      return `${side(c.slower)} (${widths[0]} … ${widths[widths.length - 1]})`;
    });
    return `${side(faster)} beats **at every width measured**, n = ${n}: ${losers.join(", ")}`;
  });
}

function side({ algorithm, backend }: Crossover["faster"]): Text {
  return `\`${algorithm}\` on ${backend}`;
}

const groups: readonly { readonly title: string; readonly has: (c: Crossover) => boolean }[] = [
  {
    title: "Sparse against dense",
    has: ({ faster, slower }) => isDense(faster.algorithm) !== isDense(slower.algorithm),
  },
  {
    title: "Backends, same algorithm",
    has: ({ faster, slower }) => faster.algorithm === slower.algorithm,
  },
  { title: "Other pairs", has: () => true },
];

/** The first group in full, the others folded. */
export function crossoverBlocks(result: Result): Block[] {
  const title = heading(2, "Where does one overtake the other?");
  if (result.crossovers.length === 0)
    return [
      title,
      paragraph("No pair was measured at three common widths or more: measure more `--widths`."),
    ];
  const order = { crossed: 0, always: 1, never: 2, unresolved: 3 };
  const left = new Set([...result.crossovers].sort((a, b) => a.n - b.n || order[a.status] - order[b.status]));
  const blocks: Block[] = [];
  for (const group of groups) {
    const own = [...left].filter(group.has);
    for (const crossover of own) left.delete(crossover);
    if (own.length === 0) continue;
    const items = list(crossoverSentences(result, own));
    const summary = `${group.title} (${own.length})`;
    blocks.push(
      group === groups[0]
        ? { kind: "details", summary, open: true, blocks: [items] }
        : { kind: "details", summary, blocks: [items] },
    );
  }
  const how = "Widths by interpolation between those measured; intervals from resampled rounds, 95 %.";
  return [title, ...blocks, paragraph(`${how} ${sourceOf(result)}.`)];
}
