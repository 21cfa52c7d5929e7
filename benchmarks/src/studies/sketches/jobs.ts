import type { Kind } from "@widthwise/sketch";
import type { Job } from "../../measuring/jobs/study.ts";
import type { GramShape } from "./gram-problem.ts";
import type { Params } from "./params.ts";

/** Plain conjugate gradients, and the spectrum. */
export interface PlainJob extends Job, GramShape {
  readonly part: "plain";
}

/** Sketches of one kind and size by many keys. */
export interface EmbeddingJob extends Job, GramShape {
  readonly part: "embedding";
  readonly kind: Kind;
  readonly ratio: number;
  readonly keys: number;
}

/** One round of all solvers on the clock. */
export interface TimeJob extends Job, GramShape {
  readonly part: "time";
  readonly kinds: readonly Kind[];
  readonly ratio: number;
}

export type SketchesJob = PlainJob | EmbeddingJob | TimeJob;

export function jobsOf({ embeddings, times }: Params): SketchesJob[] {
  const plain = new Map<string, PlainJob>();
  const sketched: EmbeddingJob[] = [];
  for (const { data: names, n, d, width, kinds, ratios, keys } of embeddings)
    for (const data of names) {
      const shape = { data, n, d, width };
      const cell = { n, d, width };
      plain.set(JSON.stringify(shape), {
        part: "plain",
        cell: { algorithm: "cg", ...cell, params: { part: "plain", data } },
        ...shape,
      });
      for (const kind of kinds as Kind[])
        for (const ratio of ratios)
          sketched.push({
            part: "embedding",
            cell: { algorithm: kind, ...cell, params: { part: "embedding", data, ratio } },
            cost: costOf(shape, kind, ratio) * keys,
            ...shape,
            kind,
            ratio,
            keys,
          });
    }
  return [...plain.values(), ...sketched, ...timeJobs(times)];
}

/** Seconds, roughly. */
function costOf({ n, d, width }: GramShape, kind: Kind, ratio: number): number {
  const transform = kind === "srht" ? n * width * d * 5e-8 : 0;
  return 0.01 + transform + 4e-9 * ratio * n ** 3;
}

function timeJobs({
  data: names,
  n: ns,
  d,
  width,
  kinds,
  ratio,
  sketchUpTo,
  rounds,
}: Params["times"]): TimeJob[] {
  return names.flatMap((data) =>
    ns.flatMap((n) =>
      Array.from(
        { length: rounds },
        (_, round): TimeJob => ({
          part: "time",
          cell: { algorithm: "cholesky", n, d, width, params: { part: "time", data } },
          timed: true,
          round,
          cost: 0.1 + 1e-9 * n ** 3 + (n <= sketchUpTo ? 1e-8 * ratio * n ** 3 : 0),
          data,
          n,
          d,
          width,
          kinds: (n <= sketchUpTo ? kinds : []) as Kind[],
          ratio,
        }),
      ),
    ),
  );
}
