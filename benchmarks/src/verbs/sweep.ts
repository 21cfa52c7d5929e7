// `sweep`: runs a study whose jobs take long, anywhere.
import { loadSuite, type Suite } from "../suites.ts";
import { type SweepOptions, sweepOptions } from "./options/sweep-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("sweep", sweepOptions)
    .argument("<study>", "such as phase-diagram: `list suites` has all", loadSuite)
    .action(async (suite: Suite, options: SweepOptions, { written }: Verb) =>
      (await import("./actions/sweep-study.ts")).sweepStudy(suite, options, written),
    );
