// `run`: measures a suite.
import { loadSuite, type Suite } from "../suites.ts";
import { outputOptions } from "./options/common-options.ts";
import { suiteOptions } from "./options/suite-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("run", { ...suiteOptions, ...outputOptions })
    .argument("<suite>", "such as cpi: `list suites` has all", loadSuite)
    .does(async (options, written, suite: Suite) => {
      if (suite.kind === "study")
        await (await import("./actions/run-study.ts")).runStudy(suite, options, written);
      else await (await import("./actions/run-suite.ts")).runSuite(suite, options);
    });
