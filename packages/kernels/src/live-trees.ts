// Trees of maxima over the rows of one memory, which find those that fire; see assembly/tree.ts.
import type { Engine } from "./engine.ts";
import { BLOCK, jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";
import { liveLayout } from "./live-rows.ts";

export interface RowTrees {
  /** All nodes anew. */
  build(): void;
  /** Makes those rows active that fire, with no bit set. */
  query(): void;
  /** Raises what is above the rows that are active. */
  raise(): void;
  /** nodes and rows that the last query looked at */
  readonly visits: number;
  /** nodes that the last raise compared */
  readonly raised: number;
  dispose(): void;
}

/** Nodes of the tree over a block. */
const NODES = 37;

/** Bytes of a row's part of the tree over its block of n inputs, where blocks are full. */
export const treeBytesOfRow = (n: number): number => (NODES * liveLayout(n).rowBytes) / BLOCK;

/** Trees over the rows of a Live job that is filled in. */
export function placeTrees(engine: Engine, live: number, blocks: number, n: number): RowTrees {
  const { wasm, arena, threads } = engine;
  const { chunk, at } = arena.carve(
    { job: bytesOf(jobs.Tree), nodes: blocks * NODES * liveLayout(n).rowBytes, visits: 16 * threads },
    `trees over ${blocks} blocks`,
  );
  const { job, ...addresses } = at;
  jobAt(arena, job, jobs.Tree).fill({ live, ...addresses });
  const total = (which: number) =>
    arena.f64(at.visits, 2 * threads).reduce((sum, value, k) => sum + (k % 2 === which ? value : 0), 0);
  return {
    build: () => wasm.buildTree(job),
    query: () => wasm.queryTree(job),
    raise: () => wasm.raiseTree(job),
    get visits() {
      return total(0);
    },
    get raised() {
      return total(1);
    },
    dispose: () => arena.free(chunk),
  };
}
