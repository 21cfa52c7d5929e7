// `verify`: checks answers, without timing.
import { loadSuite, type Suite } from "../suites.ts";
import { type SuiteOptions, suiteOptions } from "./options/suite-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("verify", suiteOptions)
    .argument("[suite]", "default: every one", loadSuite)
    .action(async (suite: Suite | undefined, options: SuiteOptions, { written }: Verb) =>
      (await import("./actions/verify-suites.ts")).verifySuites(suite, options, written),
    );
