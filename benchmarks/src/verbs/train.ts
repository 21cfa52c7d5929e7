// `train`: trains networks and tells how it went.
import { trainOptions } from "./options/train-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("train", trainOptions).does(async (options) =>
    (await import("./actions/train-networks.ts")).trainNetworks(options),
  );
