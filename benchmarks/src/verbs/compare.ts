// `compare`: a verdict on one revision, or one measurement, against another.
import { compareOptions } from "./options/compare-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("compare", compareOptions)
    .argument("<base>", "git revision or result file")
    .argument("<head>", "git revision, . for the working tree, or result file")
    .does(async (options, _, base: string, head: string) =>
      (await import("./actions/compare-results.ts")).compare(base, head, options),
    );
