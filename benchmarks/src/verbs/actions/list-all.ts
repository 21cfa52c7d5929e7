// What `list` does.
import { backendNames } from "@widthwise/backends";
import { DataError, datasets } from "@widthwise/data";
import { algorithms } from "@widthwise/train";
import { heading, paragraph, table } from "../../page/document.ts";
import { fromOutside } from "../../page/outside.ts";
import { printText } from "../../page/text.ts";
import { speakLines } from "../output/speak.ts";
import type { JsonDestination } from "../output/writable.ts";
import { listSuites } from "./list-suites.ts";
import type { Listed } from "./listed.ts";

const listings = {
  suites: listSuites,
  algorithms: listAlgorithms,
  backends: listBackends,
  datasets: listDatasets,
};

const titles = { suites: "suites", algorithms: "algorithms", backends: "backends", datasets: "data sets" };

/** Tells what there is of each kind, as tables and, where a place is named, as JSON. */
export async function listAll(
  kinds: readonly (keyof typeof listings)[],
  json: JsonDestination | undefined,
): Promise<void> {
  const found: [keyof typeof listings, Listed][] = [];
  for (const kind of kinds) found.push([kind, await listings[kind]()]);
  const data = Object.fromEntries(found.map(([kind, { data }]) => [kind, data]));
  json?.write(`${JSON.stringify({ schema: "widthwise-list/1", ...data }, null, 1)}\n`);
  speakLines(
    printText(found.flatMap(([kind, { blocks }]) => [heading(2, titles[kind]), ...blocks])).trimEnd(),
  );
}

function listAlgorithms(): Listed {
  const data = Object.values(algorithms).map(({ name, source, dense, backends = backendNames }) => ({
    name,
    about: source,
    dense,
    backends,
  }));
  const rows = data.map(({ name, about, backends }) => [
    `\`${name}\``,
    backends.length === backendNames.length ? "all" : backends.join(", "),
    about,
  ]);
  return { data, blocks: [table(["algorithm", "backends", "about"], rows)] };
}

function listBackends(): Listed {
  const data = backendNames.map((name) => ({
    name,
    algorithms: Object.values(algorithms)
      .filter(({ backends = backendNames }) => backends.includes(name))
      .map((algorithm) => algorithm.name),
  }));
  const all = Object.keys(algorithms).length;
  const rows = data.map(({ name, algorithms }) => [
    `\`${name}\``,
    algorithms.length === all ? "all" : algorithms.join(", "),
  ]);
  return {
    data,
    blocks: [
      table(["backend", "algorithms"], rows),
      paragraph("Which of them this machine has, `widthwise doctor` tells."),
    ],
  };
}

function listDatasets(): Listed {
  const data = Object.entries(datasets).map(([name, load]) => {
    try {
      const { train, test } = load({ seed: 1 });
      return { name, train: train.count, test: test?.count ?? 0, d: train.d };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return { name, missing: error.message };
    }
  });
  const rows = data.map((set) =>
    "missing" in set
      ? [`\`${set.name}\``, "", "", "", fromOutside(set.missing)]
      : [`\`${set.name}\``, String(set.train), String(set.test), String(set.d), ""],
  );
  return { data, blocks: [table(["data set", "training>", "test>", "numbers each>", "missing"], rows)] };
}
