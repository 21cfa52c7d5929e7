// Live neurons drawn from their law: how many chunks of slots are sure to fit into a memory, and the rows they give.
import { LIVE_CHUNK, type LiveLaw } from "@widthwise/core";
import type { Engine } from "./engine.ts";
import { placeLaw } from "./live-law.ts";
import type { RowSource } from "./live-rows.ts";

/** Chunks drawn before it is decided whether the rest will fit. */
const PILOT = 16;

/** Rows that `mean` expected ones do not exceed: eight standard deviations of a binomial count, never more than `most`. */
const ceilingOf = (mean: number, most: number) => Math.min(most, Math.ceil(mean + 8 * Math.sqrt(mean) + 64));

/** The largest mean whose ceiling is at most `rows`. */
const meanBelow = (rows: number) => (rows < 64 ? 0 : (Math.sqrt(rows - 48) - 4) ** 2);

/**
 * The rows of a law from chunk `origin` on, drawn in the memory as often as wanted. A unit is a chunk of slots. `admit` is
 * told how many rows the whole network will have, and may throw.
 */
export function liveSampler(
  engine: Engine,
  law: LiveLaw,
  origin: number,
  admit: (rows: number) => void,
): RowSource {
  const { n, twins, slots, p, logMiss } = law;
  const chunks = Math.ceil(slots / LIVE_CHUNK);
  const probability = logMiss === undefined ? 1 : n * p;
  /** rows of so many slots, at most */
  const ceiling = (of: number) => twins * ceilingOf(of * probability, of);
  const behind = (chunk: number) => slots - chunk * LIVE_CHUNK;
  const chunkRows = ceiling(Math.min(behind(origin), LIVE_CHUNK));
  /** Chunks from `next` on whose rows surely fit into `rows` rows. */
  const chunksThatFit = (next: number, rows: number) => {
    if (ceiling(behind(next)) <= rows) return chunks - next;
    const room = Math.floor(rows / twins);
    return Math.max(Math.floor(meanBelow(room) / (LIVE_CHUNK * probability)), Math.floor(room / LIVE_CHUNK));
  };
  const placed = placeLaw(engine, law, { origin, chunks, chunkRows });
  let end = origin;

  return {
    most: ceiling(behind(origin)),
    least: chunkRows,
    get macs() {
      return placed.macs;
    },
    fill(tags, z, capacity) {
      placed.begin(tags, z, capacity);
      let count = 0;
      for (let next = origin; next < chunks; next = end) {
        let fits = chunksThatFit(next, capacity - count);
        // there is room for one: the caller has looked
        if (next === origin) fits = Math.max(fits, 1);
        if (fits === 0) break;
        end = Math.min(chunks, next + (next === 0 ? Math.min(PILOT, fits) : fits));
        count = placed.draw(next, end);
        if (next === 0) admit(Math.ceil((count / end) * chunks));
      }
      return { count, next: end === chunks ? undefined : end };
    },
    refill(tags, z, capacity) {
      placed.begin(tags, z, capacity);
      placed.draw(origin, end);
    },
    segments: () => placed.starts().subarray(0, end - origin + 1),
    neurons(tags, first) {
      const from = placed.starts();
      let c = 0;
      return Float64Array.from(tags, (tag, r) => {
        while (from[c + 1] <= first + r) c++;
        return ((origin + c) * LIVE_CHUNK + (tag & 0xffff)) * twins + ((tag >>> 16) & 1);
      });
    },
    dispose: () => placed.dispose(),
  };
}
