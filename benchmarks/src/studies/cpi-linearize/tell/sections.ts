import { leastForInterval } from "@widthwise/measure";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { count, interval, ratio, significant, time, widthLabel } from "../../../page/units.ts";
import { numberOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Operation, operations } from "../operations.ts";
import { backendsOf, type Point, paramsOf, ratioOf, timeExponent, timeOf } from "./rows.ts";

/** A linearised step may cost this many backprop steps from this width on. */
const AIM = { ratio: 2, width: 1024 };

const names = Object.keys(operations) as Operation[];

/** The aims, a sentence a backend. */
export function finding(result: StudyResult): string | undefined {
  const words = backendsOf(result).flatMap((points) => shortWords(points, result.seed));
  return words.length === 0 ? undefined : words.join(" ");
}

export function report(result: StudyResult): Block[] {
  const backends = backendsOf(result);
  const { n, references, rank, rounds, dataset } = paramsOf(result);
  return [
    heading(2, "Exponents in the number of parameters"),
    paragraph(
      "Theil–Sen slopes of the median time over p with Sen's 95 % intervals, over all widths of a backend. Two hidden layers of equal width: p grows with its square.",
    ),
    table(
      ["backend", "p>", ...names.map((name) => `${operations[name]}>`)],
      backends.map((points) => [
        points[0].backend,
        `${count(points[0].parameters)} … ${count(points[points.length - 1].parameters)}`,
        ...names.map((name) => {
          const found = timeExponent(points, name);
          return found ? interval(found, (x) => significant(x, 2)) : "too few widths";
        }),
      ]),
      sourceOf(result),
    ),
    ...backends.flatMap((points) => tableOf(points, result)),
    heading(2, "What these numbers do not say"),
    list([
      `A network of two hidden ReLU layers on ${n} examples of ${dataset} at 14 by 14 pixels, 10 outputs, cross-entropy; a step includes the optimiser (SGD) and the change of the parameters. The low-rank step is that of k = ${rank} coordinates from ${references} reference examples, all ${n} examples at once; its preparation is in a column of its own.`,
      `${rounds} rounds, each in a random order of the operations; ratios are medians of ratios within a round, intervals order statistics at 95 % from ${leastForInterval} rounds on.`,
      "A linearised step makes five products a layer where backpropagation makes three, at the first layer three where it makes two: 5/3 of its time where products are all.",
    ]),
  ];
}

function shortWords(points: readonly Point[], seed: number): string[] {
  const { backend } = points[0];
  const wide = points.filter(({ width }) => width >= AIM.width);
  const found = wide.map((point) => ({ point, ratio: ratioOf(point, "linearised", seed) }));
  const worst = found.toSorted((a, b) => b.ratio.value - a.ratio.value)[0];
  const flat = timeExponent(points, "lowRank");
  const lowRank =
    flat === undefined
      ? []
      : [
          `a low-rank step grows like p to the ${interval(flat, (x) => significant(x, 2))}${flat.lo <= 0 && flat.hi >= 0 ? ", 0 within its interval" : ", **0 not within its interval**"}`,
        ];
  if (worst === undefined) return lowRank.map((words) => `\`${backend}\`: ${words}.`);
  const kept = worst.ratio.value <= AIM.ratio;
  return [
    `\`${backend}\`: from width ${widthLabel(AIM.width)} on, a linearised step costs at most ${ratio(worst.ratio.value)} [${ratio(worst.ratio.lo)}, ${ratio(worst.ratio.hi)}] a backprop step (width ${widthLabel(worst.point.width)})${kept ? "" : `, **above the aim of ${AIM.ratio}×**`}; ${lowRank.join("")}.`,
  ];
}

function tableOf(points: readonly Point[], result: StudyResult): Block[] {
  return [
    heading(3, points[0].backend),
    table(
      [
        "width>",
        "p>",
        ...names.map((name) => `${operations[name]}>`),
        "preparation>",
        "linearised/backprop>",
        "low-rank/backprop>",
        "tensors kept>",
      ],
      points.map((point) => [
        widthLabel(point.width),
        count(point.parameters),
        ...names.map((name) => time(timeOf(point, name).value)),
        time(timeOf(point, "preparation").value),
        interval(ratioOf(point, "linearised", result.seed), ratio),
        ratio(ratioOf(point, "lowRank", result.seed).value),
        String(Math.max(...point.cells.map((cell) => numberOf(cell, "leaked")!))),
      ]),
      sourceOf(result),
    ),
  ];
}
