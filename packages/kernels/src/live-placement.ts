// Live neurons placed in as many memories as they need, one after the other.
import { LIVE_CHUNK, type LiveLaw, type LiveRows, NotEnoughMemory, needMemory } from "@widthwise/core";
import { NoRoom } from "./arena.ts";
import type { Engine, EngineAt } from "./engine.ts";
import { givenRows } from "./live-given.ts";
import { liveLayout, type RowSource } from "./live-rows.ts";
import { liveSampler } from "./live-sampler.ts";
import { openShard, type Shard } from "./live-shard.ts";
import { treeBytesOfRow } from "./live-trees.ts";

/**
 * The neurons of a law, or the given ones, in the memories 0 …; sums [n] ← sums + their f·√m. NotEnoughMemory where the process
 * or a memory cannot hold them: before anything is drawn, or after the first chunks, which show how many there will be.
 */
export async function placeShards(
  engineAt: EngineAt,
  law: LiveLaw,
  given: LiveRows | undefined,
  sums: Float64Array,
): Promise<Shard[]> {
  const { n, width, p, twins, slots } = law;
  // a chunk has as many live neurons, on average, as fire at its first input, or more
  const chunkRows = twins * (law.all ? 1 : p) * Math.min(slots, LIVE_CHUNK);
  const bytes =
    liveLayout(n).bytesOfRow(given?.count ?? chunkRows) + (law.all === "trees" ? treeBytesOfRow(n) : 0);
  const admit = (rows: number) =>
    needMemory(rows * bytes, `about ${rows} live neurons of width ${width} with n = ${n}`);
  const sourceFrom = (engine: Engine, unit: number): RowSource =>
    given === undefined ? liveSampler(engine, law, unit, admit) : givenRows(engine.arena, given, law, unit);
  admit(given?.count ?? (law.all ? width : Math.floor(width * p)));

  const shards: Shard[] = [];
  using opened = new DisposableStack();
  let next: number | undefined = 0;
  for (let index = 0; next !== undefined; index++) {
    const engine = await engineAt(index);
    const { empty } = engine.arena;
    let source: RowSource;
    try {
      source = sourceFrom(engine, next);
    } catch (error) {
      // other networks fill this memory: the next one has room
      if (error instanceof NoRoom && !empty) continue;
      throw error;
    }
    const shard = openShard(engine, law, source, bytes, sums);
    if (shard !== undefined) {
      shards.push(shard);
      opened.defer(() => shard.dispose());
      next = shard.next;
    } else if (empty)
      throw new NotEnoughMemory(
        `${source.least} neurons with n = ${n} do not fit into one memory, of which ${engine.arena.largest} bytes are free`,
      );
  }
  opened.move();
  return shards;
}
