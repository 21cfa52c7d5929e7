// `gate`: what continuous integration calls.
import { gateOptions } from "./options/gate-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("gate", gateOptions)
    .argument(
      "[file]",
      "a result file to judge; without one, tier counters counts afresh and tier timing measures",
    )
    .does(async (options, _, file: string | undefined) =>
      (await import("./actions/judge-change.ts")).judgeChange(file, options),
    );
