// `train`: trains networks and tells how it went.
import { type TrainOptions, trainOptions } from "./options/train-options.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("train", trainOptions).action(async (options: TrainOptions) =>
    (await import("./actions/train-networks.ts")).trainNetworks(options),
  );
