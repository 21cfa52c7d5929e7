// `merge`: joins shards.
import { required } from "./options/option.ts";
import { Verb } from "./options/verb.ts";
import { jsonDestination } from "./output/writable.ts";

const json = required("--json <file>", "where to write the joined result", jsonDestination);

export const verb = () =>
  new Verb("merge", { json })
    .argument("<shards...>", "result files written with --shard")
    .does(async ({ json }, _, files: string[]) =>
      (await import("./actions/merge-shards.ts")).mergeFiles(files, json),
    );
