// What is said of the instrument itself: false alarms by run and by cell, and how many planted faults were found.
import { type Cell, exactBounds, largest, mean, median } from "@widthwise/measure";
import { type Block, heading, paragraph, type Text, table } from "../../page/document.ts";
import { exact, fixed, percent } from "../../page/units.ts";
import { listOf, numberOrNaN, paramOf } from "../../telling/read-cells.ts";
import { type Told, tellStudy } from "../../telling/tell-study.ts";
import { type Fault, faults, type Params, paramsSchema } from "./params.ts";

const trialsOf = ({ result }: Told<Params>, fault: string): Cell[] =>
  result.cells.filter((cell) => cell.status === "ok" && cell.params?.fault === fault);

const sumOf = (cells: readonly Cell[], name: string): number =>
  cells.reduce((sum, cell) => sum + numberOrNaN(cell, name), 0);

/** "0 of 300, at most 0.99 %" */
function atMost(count: number, trials: number): Text {
  if (!(trials > 0)) return "none was tried";
  return `${exact(count)} of ${exact(trials)}, at most ${percent(exactBounds(count, trials).hi)}`;
}

/** "93 of 93, at least 96.8 %" */
function atLeast(count: number, trials: number): Text {
  if (!(trials > 0)) return "none was tried";
  return `${exact(count)} of ${exact(trials)}, at least ${percent(exactBounds(count, trials).lo)}`;
}

/** Trials by where a false alarm may come from. */
function groupsOf(told: Told<Params>): readonly (readonly [name: string, trials: readonly Cell[]])[] {
  const all = trialsOf(told, "none");
  const isBusy = (cell: Cell) => paramOf(cell, "busy") === "true";
  return [
    ["all", all],
    ["nothing beside them", all.filter((cell) => !isBusy(cell))],
    [
      `a neighbour that computes ${told.params.neighbour === "steady" ? "all the time" : "now and then"}`,
      all.filter(isBusy),
    ],
  ];
}

/** Blocks with a red run. */
function redBlocks(trials: readonly Cell[]): [red: number, all: number] {
  const blocks = [...Map.groupBy(trials, (cell) => paramOf(cell, "block")).values()];
  return [blocks.filter((own) => sumOf(own, "worse") > 0).length, blocks.length];
}

function equalSection(told: Told<Params>): Block[] {
  return [
    heading(2, "Equal code"),
    table(
      [
        "trials",
        "runs that were red",
        "blocks with a red run",
        "cells said to have changed",
        "series decided",
        "seconds per run>",
      ],
      groupsOf(told)
        .filter(([, trials]) => trials.length > 0)
        .map(([name, trials]) => [
          `${name} (${trials.length})`,
          atMost(sumOf(trials, "worse"), trials.length),
          atMost(...redBlocks(trials)),
          atMost(sumOf(trials, "changedCells"), sumOf(trials, "cells")),
          `${exact(sumOf(trials, "decided"))} of ${exact(sumOf(trials, "series"))}`,
          fixed(median(trials.map((cell) => numberOrNaN(cell, "seconds"))), 1),
        ]),
    ),
    paragraph(
      "Bounds are one-sided, 95 %, exact (Clopper and Pearson). A run is red when it ends `verdict: worse`, after what seemed to have changed was measured again in fresh processes at another place.",
    ),
  ];
}

/** What the estimates of no change scatter by, and how wide their intervals are: the smallest effect that would be seen. */
function scatterSection(told: Told<Params>): Block[] {
  const trials = trialsOf(told, "none");
  if (trials.length === 0) return [];
  const all = (name: string) => trials.flatMap((cell) => listOf(cell, name));
  const spread = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => value ** 2)));
  return [
    heading(2, "How fine it sees"),
    table(
      ["of a series", "estimates scatter by>", "largest>", "half of an interval, median>"],
      [
        [
          "level",
          percent(spread(all("levels"))),
          percent(largest(all("levels").map(Math.abs))),
          percent(median(all("levelHalves"))),
        ],
        [
          "exponent",
          fixed(spread(all("exponents")), 4),
          fixed(largest(all("exponents").map(Math.abs)), 4),
          fixed(median(all("exponentHalves")), 4),
        ],
      ],
    ),
  ];
}

const words: Readonly<Record<Fault, string>> = {
  level: "one algorithm 3 % slower at every width: its level is worse",
  exponent: "one algorithm slower by width^0.02: its exponent is worse",
  uniform: "everything 30 % slower: every level is worse, and no exponent",
  pass: "one pass over the data more: the counted work says so, by name",
  wrong: "outputs 1 % off: invalid, by name",
  crash: "the process ends at one width: invalid, by name",
  removed: "the algorithm is gone: invalid, by name",
  leak: "every step keeps 64 bytes a neuron: worse, by memory",
  "dead code": "code that never runs: the same",
  comment: "comments alone: the same, without timing",
};

function plantedSection(told: Told<Params>): Block[] {
  const rows = faults.flatMap((fault) => {
    const trials = trialsOf(told, fault);
    if (trials.length === 0) return [];
    return [
      [
        words[fault],
        atLeast(sumOf(trials, "found"), trials.length),
        fixed(median(trials.map((cell) => numberOrNaN(cell, "seconds"))), 1),
      ],
    ];
  });
  return rows.length === 0
    ? []
    : [
        heading(2, "Planted faults"),
        table(["fault, and what finding it means", "found", "seconds per run>"], rows),
      ];
}

const anchors: readonly Block[] = [
  heading(2, "What others publish"),
  table(
    ["who", "figure", "how"],
    [
      [
        "orieg/php-judy, pull requests 91 and 104",
        "1 false row in 1 610, 1 red run in 23",
        "counted on hosted runners",
      ],
      [
        "CodSpeed, July 2025",
        "45 % of runs on hosted runners, 0.04 % on bare metal, at a gate of 2 %",
        "from a normal law, not counted",
      ],
      [
        "Mozilla, arXiv 2606.18377",
        "12.5 % of groups of alerts are false, 6.8 % hold a missed regression",
        "a year of production",
      ],
      ["anybody, of an exponent", "none was found", ""],
    ],
  ),
];

export const tell = tellStudy(paramsSchema, {
  finding(told) {
    const trials = trialsOf(told, "none");
    const found = (fault: string) => {
      const own = trialsOf(told, fault);
      return own.length === 0 ? [] : [`${fault} ${atLeast(sumOf(own, "found"), own.length)}`];
    };
    const power = ["level", "exponent"].flatMap(found);
    return `Of comparisons of equal code, red: ${atMost(sumOf(trials, "worse"), trials.length)}${power.length > 0 ? `; planted faults found: ${power.join("; ")}` : ""}.`;
  },
  sections: (told) => [equalSection(told), scatterSection(told), plantedSection(told), anchors],
});
