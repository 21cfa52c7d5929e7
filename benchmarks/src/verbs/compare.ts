// `compare`: a verdict on one measurement against another.
import { json } from "./options/common-options.ts";
import { option, type Values } from "./options/option.ts";
import { text } from "./options/readers.ts";
import { Verb } from "./options/verb.ts";

const compareOptions = {
  suite: option("--suite <name>", "which published suite, for git revisions", text, "cpi"),
  json,
};

export const verb = () =>
  new Verb("compare", compareOptions)
    .argument("<base>", "result file or git revision")
    .argument("<head>", "result file or git revision")
    .action(async (base: string, head: string, { suite, json }: Values<typeof compareOptions>) =>
      (await import("./actions/compare-results.ts")).compare(base, head, suite, json),
    );
