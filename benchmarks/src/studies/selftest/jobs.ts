// Trials as jobs: block after block, those of equal code and those with a planted fault in random order.
import { reserve, upTo } from "../../measuring/jobs/up-to.ts";
import { type Fault, faults, type Params } from "./params.ts";

/** Seconds, roughly. */
const EQUAL_SECONDS = 25;
const PLANTED_SECONDS = 40;

export function jobsOf({ blocks, equal, busyEvery, planted, ...common }: Params) {
  const of = (block: number, fault: Fault | "none", trial: number, busy: boolean) => ({
    ...common,
    cell: {
      algorithm: "compare",
      backend: common.backend,
      n: common.n,
      params: { fault, block, trial, busy },
    },
    fault,
    busy,
    timed: true,
    round: block,
    process: `block ${block}`,
    cost: fault === "none" ? EQUAL_SECONDS : PLANTED_SECONDS,
  });
  reserve(blocks * equal);
  return upTo(blocks).flatMap((block) => [
    ...Array.from({ length: equal }, (_, k) => {
      const trial = block * equal + k;
      return of(block, "none", trial, busyEvery > 0 && trial % busyEvery === busyEvery - 1);
    }),
    // dealt out over the blocks
    ...faults.flatMap((fault) => {
      const trials = planted[fault] ?? 0;
      const first = Math.floor((trials * block) / blocks);
      const end = Math.floor((trials * (block + 1)) / blocks);
      return Array.from({ length: end - first }, (_, k) => of(block, fault, first + k, false));
    }),
  ]);
}

export type Trial = ReturnType<typeof jobsOf>[number];
