// A report from first screen to last: the decision, the plots, every cell, what failed, how it was measured.
import { type Block, figure, heading, list } from "../page/document.ts";
import { withSource } from "../page/source.ts";
import { setupBlocks } from "./setup.ts";
import type { Tellable } from "./tellable.ts";
import { warningBlocks } from "./warnings.ts";

export function reportBlocks({ result, tell }: Tellable): Block[] {
  const { suite, machine, startedAt, command } = result;
  const figures = tell.plots(result).map(figure);
  const limits = tell.limits(result);
  const blocks: Block[] = [
    heading(1, [`${suite} on ${machine.id}`, ...(startedAt ? [startedAt.slice(0, 10)] : [])].join(", ")),
    { kind: "command", text: command },
    ...warningBlocks(result),
    ...tell.opening(result),
    ...(figures.length > 0 ? [heading(2, "Plots"), ...figures] : []),
    ...tell.tables(result),
    ...tell.cells(result),
    ...setupBlocks(result),
    ...(limits.length > 0 ? [heading(2, "What these numbers do not say"), list(limits)] : []),
  ];
  return withSource(blocks, result);
}

/** The first screen, for a terminal: warnings and what the reader came for. */
export function screenBlocks({ result, tell }: Tellable): Block[] {
  return [...warningBlocks(result), ...tell.opening(result, { compact: true }), ...tell.tables(result)];
}
