// `compare`: a verdict on one measurement against another.
import { json } from "./options/common-options.ts";
import { option } from "./options/option.ts";
import { text } from "./options/readers.ts";
import { Verb } from "./options/verb.ts";

const suite = option("--suite <name>", "which published suite, for git revisions", text, "cpi");

export const verb = () =>
  new Verb("compare", { suite, json })
    .argument("<base>", "result file or git revision")
    .argument("<head>", "result file or git revision")
    .does(async ({ suite, json }, _, base: string, head: string) =>
      (await import("./actions/compare-results.ts")).compare(base, head, suite, json),
    );
