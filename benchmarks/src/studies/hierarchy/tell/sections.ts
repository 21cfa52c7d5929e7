// Tables of the samples that every α needs, of test errors, and of what more epochs change.
import { largest, mean, smallest } from "@widthwise/measure";
import { section } from "../../../page/section.ts";
import { dash, exact, isThere, percent, significant } from "../../../page/units.ts";
import { meanOver, numberOf } from "../../../telling/read-cells.ts";
import { spreadLevelText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { isPaper, printed, printedOf, printedSamples } from "./printed.ts";
import { comparedOf, curvesOf, errorOf, SHARE } from "./rows.ts";

export const sections = (told: Told<Params>) => [needed(told), errors(told), bothEnds(told)];

function needed(told: Told<Params>) {
  const rows = comparedOf(told);
  const one = rows.find(({ alpha }) => alpha === 1)?.found;
  const paperOne = printed.find(({ alpha }) => alpha === 1)!.samples;
  return section({
    heading: `Samples for ${percent(told.params.target)} error`,
    note: `${setting(told.params)} ${told.note("error")}`,
    rows,
    columns: [
      ["α>", ({ alpha }) => String(alpha)],
      ["paper's samples>", ({ paper }) => exact(paper)],
      ["samples here>", ({ found }) => (found ? significant(found.value, 4) : "no crossing")],
      [
        "least and most seed>",
        ({ found }) =>
          found?.lo && found.hi
            ? `${significant(found.lo, 4)} to ${significant(found.hi, 4)}`
            : "not in all seeds",
      ],
      ["here/paper>", ({ off }) => significant(off, 3)],
      ["over α = 1, paper>", ({ paper }) => significant(paper && paper / paperOne, 3)],
      ["here>", ({ found }) => (found && one ? significant(found.value / one.value, 3) : "–")],
      ["verdict", verdict],
    ],
  });
}

function setting(params: Params): string {
  const { seeds, symbols, classes, synonyms, levels, width, hidden, epochs, batch } = params;
  const smaller = isPaper(params)
    ? `The paper's task, network and training`
    : `Smaller than the paper's task or network`;
  const inputs = classes * synonyms ** (2 ** levels - 1);
  return `${smaller}: ${levels} levels of ${synonyms} synonyms, ${symbols} symbols, ${classes} classes (${inputs} inputs); ${hidden} hidden ReLU layers of ${width}, batches of ${batch}, up to ${epochs} epochs, rate ${params.rate}, momentum ${params.momentum}, tested on ${params.unseen}; ${seeds} seeds (the paper's 6); ${spreadLevelText(seeds)}.`;
}

function verdict({ off, met }: ReturnType<typeof comparedOf>[number]): string {
  if (!isThere(off)) return dash;
  return met ? `within ${percent(SHARE)}` : `**${significant(100 * (off - 1), 2)} % off**`;
}

/** Every α at every number of samples: its runs, by seed. */
const pointsOf = (told: Told<Params>) =>
  curvesOf(told).flatMap(({ alpha, points }) =>
    points.map(({ at, cells }) => ({ alpha, samples: at, cells, errors: cells.map(errorOf) })),
  );
type Point = ReturnType<typeof pointsOf>[number];

function errors(told: Told<Params>) {
  const paperOf = ({ alpha, samples }: Point): number | undefined =>
    printedOf(alpha, told.params)?.errors[printedSamples.indexOf(samples)];
  return section({
    heading: "Test error",
    rows: pointsOf(told),
    columns: [
      ["α>", ({ alpha }) => String(alpha)],
      ["samples>", ({ samples }) => String(samples)],
      ["mean>", (point) => significant(mean(point.errors), 3)],
      ["least>", (point) => significant(smallest(point.errors), 3)],
      ["most>", (point) => significant(largest(point.errors), 3)],
      ["paper's mean>", (point) => significant(paperOf(point), 3)],
    ],
  });
}

function bothEnds(told: Told<Params>) {
  const { curves, epochs } = told.params;
  const toTheEnd = ({ alpha, samples }: Point) =>
    curves.find((one) => one.alpha === alpha)?.toTheEnd.includes(samples);
  return section({
    heading: "Ending when fitted, or after all epochs",
    rows: pointsOf(told).filter(toTheEnd),
    columns: [
      ["α>", ({ alpha }) => String(alpha)],
      ["samples>", ({ samples }) => String(samples)],
      [
        "epochs until fitted>",
        ({ cells }) => {
          const fitted = cells.flatMap((cell) => numberOf(cell, "fittedAt") ?? []);
          return fitted.length === cells.length ? significant(mean(fitted), 3) : "not in all seeds";
        },
      ],
      ["mean error then>", (point) => significant(mean(point.errors), 3)],
      [`after ${epochs} epochs>`, ({ cells }) => significant(meanOver(cells, "testError"), 3)],
    ],
  });
}
