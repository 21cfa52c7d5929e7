// `list`: what there is to run, and on what.
import { json } from "./options/common-options.ts";
import { oneName } from "./options/readers.ts";
import { Verb } from "./options/verb.ts";

const kinds = ["suites", "algorithms", "backends", "datasets"] as const;
type Kind = (typeof kinds)[number];

export const verb = () =>
  new Verb("list", { json })
    .argument("[kind]", `${kinds.join(", ")}; default: all of them`, (kind) =>
      oneName("kind of thing", kinds)("", kind),
    )
    .does(async ({ json }, _, kind: Kind | undefined) =>
      (await import("./actions/list-all.ts")).listAll(kind === undefined ? kinds : [kind], json),
    );
