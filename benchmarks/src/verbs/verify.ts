// `verify`: checks answers, without timing.
import { loadSuite, type Suite } from "../suites.ts";
import { suiteOptions } from "./options/suite-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("verify", suiteOptions)
    .argument("[suite]", "default: every one", loadSuite)
    .does(async (options, written, suite: Suite | undefined) =>
      (await import("./actions/verify-suites.ts")).verifySuites(suite, options, written),
    );
