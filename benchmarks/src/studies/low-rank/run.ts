// Runs a job of whichever part it is of.
import type { Tf } from "@widthwise/linearize";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { onTfjs } from "../../networks/tfjs.ts";
import { runChoice } from "./choice.ts";
import type { LowRankJob } from "./jobs.ts";
import { runRace } from "./race.ts";
import { runRenewal } from "./renewal.ts";
import { setUp } from "./set-up.ts";
import { runStep } from "./step.ts";
import { runWork } from "./work.ts";

export async function runLowRank(job: LowRankJob, context: Context): Promise<Outcome[]> {
  return onTfjs(context, job.backends, async (tf) => [await runPart(tf, job, context)]);
}

async function runPart(tf: Tf, job: LowRankJob, context: Context): Promise<Outcome> {
  const set = setUp(tf, job, context);
  const { d } = set.shape;
  switch (job.part) {
    case "race":
      return { d, ...(await runRace(set, job)) };
    case "choice":
      return { d, ...(await runChoice(set, job)) };
    case "renewal":
      return { d, ...(await runRenewal(set, job)) };
    case "step":
      return { d, ...(await runStep(set, job)) };
    case "work":
      return { d, ...(await runWork(set, job)) };
  }
}
