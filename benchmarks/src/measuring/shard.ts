// Parts of a measurement that run apart, on one machine after another or on many at once, and are joined afterwards.
import { UsageError } from "../exit-codes.ts";

/** The `index`-th of `of` parts, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** "2/4" as a shard. */
export function parseShard(what: string, text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!(index >= 1 && index <= of && of <= 1000))
    throw new UsageError(
      `${what} is ${JSON.stringify(text)}: accepted are i/k with 1 ≤ i ≤ k ≤ 1000, such as 2/4`,
    );
  return { index, of };
}

/** What of `all` a shard takes: whole groups, dealt out in turn. Without a shard, everything. */
export function partOf<T>(
  shard: Shard | undefined,
  all: readonly T[],
  groupOf: (one: T) => string,
): readonly T[] {
  if (shard === undefined) return all;
  const groups = [...Map.groupBy(all, groupOf).values()];
  return groups.filter((_, k) => k % shard.of === shard.index - 1).flat();
}
