// Five kinds of jobs: the race against backpropagation and single steps, both timed; choice of references, renewal, work.
import type { CellIdentity, Job } from "../../measuring/jobs/study.ts";
import type { Params, ReferenceKind } from "./params.ts";

type Common = Omit<Params, "race" | "choice" | "renewal" | "steps" | "work" | "seeds">;
type Of<Part extends string> = Job & Common & { readonly part: Part };

export type Trainer = "backprop-sgd" | "backprop-adam" | "linearised-sgd" | "low-rank";
export type By = "kernel" | "jvp";

export type RaceJob = Of<"race"> & {
  readonly trainer: Trainer;
  readonly rank: number;
  readonly by: By;
  readonly round: number;
};

export type ChoiceJob = Of<"choice"> & {
  readonly kind: ReferenceKind;
  /** 0 for all that the set spans */
  readonly rank: number;
  readonly heldOut: number;
  readonly round: number;
};

export type RenewalJob = Of<"renewal"> & {
  readonly rank: number;
  /** epochs between renewals, 0 for never */
  readonly everyEpochs: number;
  /** bound on the drift, 0 for none */
  readonly drift: number;
  readonly round: number;
};

export type StepJob = Of<"step"> & { readonly rank: number; readonly round: number };

export type WorkJob = Of<"work"> & {
  readonly rank: number;
  readonly by: By;
  readonly what: "preparation" | "steps";
};

export type LowRankJob = RaceJob | ChoiceJob | RenewalJob | StepJob | WorkJob;

export function jobsOf(params: Params): LowRankJob[] {
  const { race, choice, renewal, steps, work, seeds, ...common } = params;
  const { backends, n, width, references } = common;
  const [backend] = backends;
  const cell = (algorithm: string, rest: NonNullable<CellIdentity["params"]>, sizes = {}): CellIdentity => ({
    ...{ algorithm, backend, n, width, ...sizes },
    params: rest,
  });
  const rounds = Array.from({ length: seeds }, (_, round) => round);

  const trainers = [
    ...(["backprop-sgd", "backprop-adam", "linearised-sgd"] as const).map((trainer) => ({
      trainer,
      rank: 0,
    })),
    ...race.ranks.map((rank) => ({ trainer: "low-rank" as const, rank })),
  ];
  const racing = (trainer: Trainer, rank: number, by: By, round: number): RaceJob => ({
    ...common,
    part: "race",
    cell: cell(trainer, { part: "race", rank, by: trainer === "low-rank" ? by : "none" }),
    timed: true,
    process: "timed",
    // one race is run on one machine
    group: "race",
    cost: by === "jvp" ? 1 + rank / 8 : 6,
    ...{ trainer, rank, by, round },
  });
  const races = [
    ...rounds.flatMap((round) => trainers.map(({ trainer, rank }) => racing(trainer, rank, "kernel", round))),
    ...race.jvpRanks.map((rank) => racing("low-rank", rank, "jvp", 0)),
  ];

  const choosing = (kind: ReferenceKind, size: number, rank: number, round: number): ChoiceJob => ({
    ...{ ...common, epochs: choice.epochs, references: size },
    part: "choice",
    cell: cell("low-rank", { part: "choice", kind, references: size, rank: rank === 0 ? "all" : rank }),
    process: "untimed",
    cost: 3 + size / 10,
    ...{ kind, rank, round, heldOut: choice.heldOut },
  });
  const largest = Math.max(...choice.sizes);
  const choices = rounds.flatMap((round) => [
    ...choice.kinds.flatMap((kind) => choice.sizes.map((size) => choosing(kind, size, 0, round))),
    ...choice.ranks.map((rank) => choosing("balanced", largest, rank, round)),
  ]);

  const rules = [
    { everyEpochs: 0, drift: 0 },
    ...renewal.everyEpochs.map((everyEpochs) => ({ everyEpochs, drift: 0 })),
    ...renewal.drifts.map((drift) => ({ everyEpochs: 0, drift })),
  ];
  const renewals = rounds.flatMap((round) =>
    rules.map(
      (rule): RenewalJob => ({
        ...{ ...common, references: renewal.references },
        part: "renewal",
        cell: cell("low-rank", { part: "renewal", ...rule }),
        process: "untimed",
        cost: 5,
        ...{ ...rule, rank: renewal.rank, round },
      }),
    ),
  );

  const single = Array.from({ length: steps.rounds }, (_, round) =>
    steps.widths.map(
      (size): StepJob => ({
        ...{ ...common, n: steps.n, width: size, references: steps.references },
        part: "step",
        cell: cell("step", { part: "step" }, { n: steps.n, width: size }),
        timed: true,
        process: "timed",
        group: "steps",
        cost: 1 + (size / 1000) ** 2,
        ...{ rank: steps.rank, round },
      }),
    ),
  ).flat();

  const ranks = [...new Set([...race.ranks, ...race.jvpRanks])];
  const working = (rest: Pick<WorkJob, "n" | "width" | "rank" | "by" | "what" | "memory">): WorkJob => {
    const { what, rank, by, memory } = rest;
    const params = { part: "work", what, rank, by, memory };
    return {
      ...{ ...common, ...rest },
      part: "work",
      cell: cell("work", params, { n: rest.n, width: rest.width }),
      process: "untimed",
      cost: 2 + (rest.width / 1000) ** 2,
    };
  };
  const preparations = [width, work.extrapolate.width].flatMap((size) =>
    work.n.flatMap((count) =>
      ranks.flatMap((rank) =>
        // a direction by JVP costs what every other one costs
        (rank === Math.min(...ranks) ? (["kernel", "jvp"] as const) : (["kernel"] as const)).map((by) =>
          working({ n: count, width: size, rank, by, what: "preparation", memory: common.memory }),
        ),
      ),
    ),
  );
  const bounded = work.memories
    .filter((memory) => memory !== common.memory)
    .map((memory) =>
      working({ n: work.n[1], width, rank: Math.max(...ranks), by: "kernel", what: "preparation", memory }),
    );
  const counted = ranks.map((rank) =>
    working({
      n: references + common.batch,
      width,
      rank,
      by: "kernel",
      what: "steps",
      memory: common.memory,
    }),
  );
  return [...races, ...choices, ...renewals, ...single, ...preparations, ...bounded, ...counted];
}
