// `merge`: joins shards.
import { option } from "./options/option.ts";
import { Verb } from "./options/verb.ts";
import { type JsonDestination, jsonDestination } from "./options/writable.ts";

export const verb = () =>
  new Verb("merge", {
    json: option("--json <file>", "where to write the joined result", jsonDestination).makeOptionMandatory(),
  })
    .argument("<shards...>", "result files written with --shard")
    .action(async (files: string[], { json }: { json: JsonDestination }) =>
      (await import("./actions/merge-shards.ts")).mergeFiles(files, json),
    );
