// `merge`: joins shards.
import { option } from "./options/option.ts";
import { Verb } from "./options/verb.ts";
import { writableFile } from "./options/writable.ts";

export const verb = () =>
  new Verb("merge", {
    json: option("--json <file>", "where to write the joined result", writableFile).makeOptionMandatory(),
  })
    .argument("<shards...>", "result files written with --shard")
    .action(async (files: string[], { json }: { json: string }) =>
      (await import("./actions/merge-shards.ts")).mergeFiles(files, json),
    );
