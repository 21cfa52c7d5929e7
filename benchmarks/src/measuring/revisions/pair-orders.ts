// Which side of a pair is visited first.
import type { Key } from "@widthwise/core";
import { shuffle } from "@widthwise/measure";
import type { Side } from "./pair-events.ts";
import { sides } from "./pair-journal.ts";

/** Of a cell in each round: either as often as the other, in random order. */
export function ordersOf(rounds: number, key: Key, cell: number): (readonly Side[])[] {
  const alternating = Array.from({ length: rounds }, (_, k) => (k % 2 === 0 ? sides : sides.toReversed()));
  // beyond all that the rounds themselves are shuffled with
  return shuffle(alternating, key, 2 ** 40 + cell * rounds);
}
