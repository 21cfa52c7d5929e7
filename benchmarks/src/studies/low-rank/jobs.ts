// Five kinds of jobs: the race against backpropagation and single steps, both timed; choice of references, renewal, work.
import { largest, smallest } from "@widthwise/measure";
import { combinations } from "../../measuring/jobs/combinations.ts";
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

export const jobsOf = (params: Params) => [
  ...raceJobs(params),
  ...choiceJobs(params),
  ...renewalJobs(params),
  ...stepJobs(params),
  ...workJobs(params),
];

export type LowRankJob = ReturnType<typeof jobsOf>[number];
export type RaceJob = ReturnType<typeof raceJobs>[number];
export type ChoiceJob = ReturnType<typeof choiceJobs>[number];
export type RenewalJob = ReturnType<typeof renewalJobs>[number];
export type StepJob = ReturnType<typeof stepJobs>[number];
export type WorkJob = ReturnType<typeof workJobs>[number];

/** What jobs of all parts have. */
function commonOf({ n, width, race, choice, renewal, steps, work, seeds, ...common }: Params) {
  return common;
}

function raceJobs(params: Params) {
  const { race, seeds, n, width, backends } = params;
  const trainers = [
    ...(["backprop-sgd", "backprop-adam", "linearised-sgd"] as const).map(
      (trainer) => ({ trainer, rank: 0, by: "none" }) as const,
    ),
    ...race.ranks.map((rank) => ({ trainer: "low-rank", rank, by: "kernel" }) as const),
  ];
  const byJvp = race.jvpRanks.map((rank) => ({ trainer: "low-rank", rank, by: "jvp", round: 0 }) as const);
  const all = combinations({ round: upTo(seeds), one: trainers }).map(({ round, one }) => ({
    round,
    ...one,
  }));
  return [...all, ...byJvp].map(({ trainer, rank, by, round }) => ({
    ...commonOf(params),
    part: "race" as const,
    cell: { algorithm: trainer, backend: backends[0], n, width, params: { part: "race", rank, by } },
    timed: true,
    process: "timed",
    // one race is run on one machine
    group: "race",
    cost: by === "jvp" ? 1 + rank / 8 : 6,
    round,
  }));
}

function choiceJobs(params: Params) {
  const { choice, seeds, n, width, backends } = params;
  const { kinds, sizes, ranks, epochs, heldOut } = choice;
  const sets = [
    ...combinations({ kind: kinds, references: sizes }).map((set) => ({ ...set, rank: "all" as const })),
    ...ranks.map((rank) => ({ kind: "balanced" as const, references: largest(sizes), rank })),
  ];
  return combinations({ round: upTo(seeds), set: sets }).map(({ round, set }) => ({
    ...commonOf(params),
    part: "choice" as const,
    cell: {
      ...{ algorithm: "low-rank", backend: backends[0], n, width },
      params: { part: "choice", ...set },
    },
    process: "untimed",
    cost: 3 + set.references / 10,
    ...{ epochs, heldOut, round },
  }));
}

function renewalJobs(params: Params) {
  const { renewal, seeds, n, width, backends } = params;
  const { references, rank, everyEpochs, drifts } = renewal;
  const rules = [
    { everyEpochs: 0, drift: 0 },
    ...everyEpochs.map((epochs) => ({ everyEpochs: epochs, drift: 0 })),
    ...drifts.map((drift) => ({ everyEpochs: 0, drift })),
  ];
  return combinations({ round: upTo(seeds), rule: rules }).map(({ round, rule }) => ({
    ...commonOf(params),
    part: "renewal" as const,
    cell: {
      ...{ algorithm: "low-rank", backend: backends[0], n, width },
      /** epochs between renewals, 0 for never; bound on the drift, 0 for none */
      params: { part: "renewal", ...rule },
    },
    process: "untimed",
    cost: 5,
    ...{ references, rank, round },
  }));
}

function stepJobs(params: Params) {
  const { steps, backends } = params;
  const { n, widths, rounds, references, rank } = steps;
  return combinations({ round: upTo(rounds), width: widths }).map(({ round, width }) => ({
    ...commonOf(params),
    part: "step" as const,
    cell: { algorithm: "step", backend: backends[0], n, width, params: { part: "step" } },
    timed: true,
    process: "timed",
    group: "steps",
    cost: 1 + (width / 1000) ** 2,
    ...{ references, rank, round },
  }));
}

function workJobs(params: Params) {
  const { race, work, width, references, batch, memory, backends } = params;
  const ranks = [...new Set([...race.ranks, ...race.jvpRanks])];
  // a direction by JVP costs what every other one costs
  const ways = ranks.flatMap((rank) => [
    { rank, by: "kernel" as const },
    ...(rank === smallest(ranks) ? [{ rank, by: "jvp" as const }] : []),
  ]);
  const preparations = combinations({ width: [width, work.extrapolate.width], n: work.n, way: ways }).map(
    ({ way, ...sizes }) => ({ what: "preparation" as const, ...sizes, ...way, memory }),
  );
  const biggest = {
    what: "preparation",
    n: work.n[1],
    width,
    rank: largest(ranks),
    by: "kernel",
  } as const;
  const bounded = work.memories
    .filter((bound) => bound !== memory)
    .map((bound) => ({ ...biggest, memory: bound }));
  const counted = ranks.map(
    (rank) => ({ what: "steps", n: references + batch, width, rank, by: "kernel", memory }) as const,
  );
  return [...preparations, ...bounded, ...counted].map(
    ({ n, width: size, what, rank, by, memory: bound }) => ({
      ...commonOf(params),
      part: "work" as const,
      cell: {
        ...{ algorithm: "work", backend: backends[0], n, width: size },
        params: { part: "work", what, rank, by, memory: bound },
      },
      process: "untimed",
      cost: 2 + (size / 1000) ** 2,
    }),
  );
}
