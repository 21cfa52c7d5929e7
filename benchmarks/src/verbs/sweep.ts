// `sweep`: runs a study whose jobs take long, anywhere.
import { loadSuite, type Suite } from "../suites.ts";
import { sweepOptions } from "./options/sweep-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("sweep", sweepOptions)
    .argument("<study>", "such as phase-diagram: `list suites` has all", loadSuite)
    .does(async (options, written, suite: Suite) =>
      (await import("./actions/sweep-study.ts")).sweepStudy(suite, options, written),
    );
