// Two tables: where every run ended, and where the time of Gauss–Newton went.
import { section } from "../../../page/section.ts";
import { fixed, orDash, percent, significant, widthLabel } from "../../../page/units.ts";
import { listOf, numberOf } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { duration, endOf, type Run, runsOf } from "./runs.ts";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const right = (run: Run) => orDash(endOf(run).right, percent);
const firstRight = ({ points }: Run) => orDash(points.find(({ wrong }) => wrong === 0)?.seconds, duration);

export function sections({ result, note }: Told<Params>) {
  const runs = runsOf(result);
  const damped = runs.filter(({ algorithm }) => algorithm === "damped-gn");
  const spent = (run: Run, name: string) => sum(listOf(run.cell, `${name}Seconds`));
  return [
    section({
      heading: "Where every run ended",
      note: note("runs"),
      rows: runs,
      columns: [
        ["way", (run) => run.name],
        ["n>", ({ n }) => String(n)],
        ["width>", ({ width }) => widthLabel(width)],
        ["time>", (run) => duration(endOf(run).seconds)],
        ["steps>", ({ cell }) => orDash(numberOf(cell, "steps") ?? undefined, String)],
        ["loss, of ‖y‖²>", (run) => percent(endOf(run).loss)],
        ["wrong signs in training>", (run) => percent(endOf(run).wrong)],
        ["all signs right after>", firstRight],
        ["right at examples kept apart>", right],
        [
          "‖Δw‖, root mean square>",
          ({ cell }) =>
            cell.measures?.rootMeanSquareMove === undefined
              ? "–"
              : fixed(numberOf(cell, "rootMeanSquareMove"), 2),
        ],
        [
          "firings that changed>",
          ({ cell }) =>
            cell.measures?.changedFirings === undefined ? "–" : percent(numberOf(cell, "changedFirings")),
        ],
      ],
    }),
    section({
      heading: "Where the time of Gauss–Newton went",
      note: note("time"),
      rows: damped,
      columns: [
        ["way", (run) => run.name],
        ["n>", ({ n }) => String(n)],
        ["width>", ({ width }) => widthLabel(width)],
        ["steps>", ({ cell }) => String(listOf(cell, "shares").length)],
        ["inner steps>", ({ cell }) => String(sum(listOf(cell, "innerSteps")))],
        ["preconditioner>", (run) => duration(spent(run, "preconditioner"))],
        ["solve>", (run) => duration(spent(run, "solve"))],
        ["moving>", (run) => duration(spent(run, "move"))],
        ["forward>", (run) => duration(spent(run, "forward"))],
        ["pairs that fire, first … last>", ({ cell }) => pairsWords(listOf(cell, "pairs"))],
      ],
    }),
  ];
}

const pairsWords = (pairs: readonly number[]) =>
  pairs.length === 0 ? "–" : `${significant(pairs[0], 3)} … ${significant(pairs[pairs.length - 1], 3)}`;
