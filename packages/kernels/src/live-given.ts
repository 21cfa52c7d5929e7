// Rows of live neurons that are there already, placed instead of drawn.
import { float32Below, type LiveLaw, type LiveRows } from "@widthwise/core";
import type { Arena } from "./arena.ts";
import { BLOCK } from "./jobs/fields.ts";
import { liveLayout, type RowSource } from "./live-rows.ts";

/** z − b of the padding */
const NEVER = -3e38;

/** The given rows from row `origin` on. A unit is a row. */
export function givenRows(arena: Arena, rows: LiveRows, { n, shift }: LiveLaw, origin: number): RowSource {
  const { np } = liveLayout(n);
  const threshold = float32Below(shift);
  let count = 0;
  const upload = (tags: number, z: number) => {
    const to = arena.f32(z, count * np);
    const words = arena.u32(tags, count);
    for (let r = 0; r < count; r++) {
      const from = (origin + r) * n;
      const sign = rows.sign[origin + r];
      for (let i = 0; i < n; i++) to[r * np + i] = sign * (rows.z[from + i] - threshold);
      to.fill(sign * NEVER, r * np + n, (r + 1) * np);
      words[r] = sign < 0 ? 0x80000000 : 0;
    }
  };
  return {
    most: rows.count - origin,
    least: Math.min(rows.count - origin, BLOCK),
    macs: 0,
    fill(tags, z, capacity) {
      const left = rows.count - origin;
      // whole blocks, so that shares of f are added alike however many memories there are
      count = left <= capacity ? left : Math.floor(capacity / BLOCK) * BLOCK;
      upload(tags, z);
      return { count, next: count === left ? undefined : origin + count };
    },
    refill: upload,
    segments: () => Uint32Array.of(0, count),
    neurons: (tags, first) => rows.neuron.slice(origin + first, origin + first + tags.length),
    dispose() {},
  };
}
