// `doctor`: this machine and its backends.
import { json, quiet } from "./options/common-options.ts";
import type { Values } from "./options/option.ts";
import { Verb } from "./options/verb.ts";

const doctorOptions = { json, quiet };

export const verb = () =>
  new Verb("doctor", doctorOptions).action(async (options: Values<typeof doctorOptions>) =>
    (await import("./actions/examine-machine.ts")).examineMachine(options),
  );
