// `gate`: what continuous integration calls.
import { type GateOptions, gateOptions } from "./options/gate-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("gate", gateOptions)
    .argument("[file]", "a result file to judge; without one, tier counters counts afresh")
    .action(async (file: string | undefined, options: GateOptions) =>
      (await import("./actions/judge-change.ts")).judgeChange(file, options),
    );
