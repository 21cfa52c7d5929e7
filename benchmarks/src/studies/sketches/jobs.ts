// Jobs of the study of sketches: plain conjugate gradients, sketches by many keys, and all solvers on the clock.

import type { Kind } from "@widthwise/sketch";
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

export function jobsOf({ embeddings, times }: Params) {
  return [...plainJobs(embeddings), ...embeddingJobs(embeddings), ...timeJobs(times)];
}

export type SketchesJob = ReturnType<typeof jobsOf>[number];

/** Without a sketch, and the spectrum; grids that share data share the job. */
function plainJobs(embeddings: Params["embeddings"]) {
  const part = "plain" as const;
  const jobs = embeddings.flatMap(({ data: names, n, d, width }) =>
    names.map((data) => ({ part, cell: { algorithm: "cg", n, d, width, params: { part, data } } })),
  );
  return [...new Map(jobs.map((job) => [JSON.stringify(job.cell), job])).values()];
}

/** Sketches of one kind and size by many keys. */
function embeddingJobs(embeddings: Params["embeddings"]) {
  const part = "embedding" as const;
  return embeddings.flatMap(({ data: names, kinds, ratios, keys, ...size }) =>
    names.flatMap((data) =>
      kinds.flatMap((kind) =>
        ratios.map((ratio) => ({
          part,
          cell: { algorithm: kind, ...size, params: { part, data, ratio } },
          keys,
          cost: costOf(size, kind, ratio) * keys,
        })),
      ),
    ),
  );
}

export type EmbeddingJob = ReturnType<typeof embeddingJobs>[number];

/** Seconds, roughly. */
function costOf({ n, d, width }: { n: number; d: number; width: number }, kind: Kind, ratio: number): number {
  const transform = kind === "srht" ? n * width * d * 5e-8 : 0;
  return 0.01 + transform + 4e-9 * ratio * n ** 3;
}

/** One round of all solvers on the clock. */
function timeJobs({ data: names, n: ns, d, width, kinds, ratio, sketchUpTo, rounds }: Params["times"]) {
  const part = "time" as const;
  return names.flatMap((data) =>
    ns.flatMap((n) => {
      const sketched = n <= sketchUpTo;
      return upTo(rounds).map((round) => ({
        part,
        cell: { algorithm: "cholesky", n, d, width, params: { part, data } },
        timed: true,
        round,
        cost: 0.1 + 1e-9 * n ** 3 + (sketched ? 1e-8 * ratio * n ** 3 : 0),
        kinds: sketched ? kinds : [],
        ratio,
      }));
    }),
  );
}

export type TimeJob = ReturnType<typeof timeJobs>[number];
