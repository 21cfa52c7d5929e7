// `doctor`: this machine and its backends.
import { json, quiet } from "./options/common-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("doctor", { json, quiet }).does(async (options) =>
    (await import("./actions/examine-machine.ts")).examineMachine(options),
  );
