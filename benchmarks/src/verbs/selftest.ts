// `selftest`: how often the comparison of two revisions alarms without a reason on this machine, and what it finds.
import { loadSuite } from "../suites.ts";
import { outputOptions } from "./options/common-options.ts";
import { fallbacksOf } from "./options/option.ts";
import { suiteOptions } from "./options/suite-options.ts";
import { Verb } from "./options/verb.ts";

const { json, quiet, profile, seed, set } = suiteOptions;
const options = { json, quiet, profile, seed, set, ...outputOptions };

export const verb = () =>
  new Verb("selftest", options).does(async (own, written) => {
    const suite = loadSuite("selftest");
    if (suite.kind !== "study") throw new Error("the self-test is a study");
    const { runStudy } = await import("./actions/run-study.ts");
    await runStudy(suite, { ...fallbacksOf(suiteOptions), ...own }, written);
  });
