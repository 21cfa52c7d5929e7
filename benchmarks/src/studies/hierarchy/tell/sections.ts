import { mean } from "@widthwise/measure";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent, significant } from "../../../page/units.ts";
import { meanOver, numberOf } from "../../../telling/read-cells.ts";
import { spreadLevelText } from "../../../telling/seeds-text.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { printed, printedSamples, printedTarget } from "./printed.ts";
import { type Curve, curvesOf, errorOf, type Needed, neededOf, paramsOf } from "./rows.ts";

/** The aim: samples within a quarter of the paper's. */
const SHARE = 0.25;

export function finding(result: StudyResult): string | undefined {
  const params = paramsOf(result);
  const needed = curvesOf(result).map((curve) => ({ curve, found: neededOf(curve, params.target) }));
  const compared = needed.flatMap(({ curve, found }) => {
    const paper = printedOf(curve, params);
    return found && paper ? [{ off: found.value / paper.samples }] : [];
  });
  const met = compared.filter(({ off }) => Math.abs(off - 1) <= SHARE).length;
  const known = needed.filter((one): one is { curve: Curve; found: Needed } => one.found !== null);
  const ordered = known.every(({ found }, k) => k === 0 || found.value > known[k - 1].found.value);
  if (known.length < 2) return undefined;
  const [upstream, downstream] = [known[0], known[known.length - 1]].map(
    ({ curve, found }) => `${significant(found.value, 4)} at α = ${curve.alpha}`,
  );
  const order = ordered
    ? "As in the paper, the larger α (upstream), the fewer samples a deep network needs"
    : "The samples a deep network needs are **not** in the order of α, as the paper has them";
  return `${order}: for ${percent(params.target)} error ${upstream}, ${downstream}; within ${percent(SHARE)} of the paper's number at ${met} of ${compared.length} α.`;
}

export function report(result: StudyResult): Block[] {
  const params = paramsOf(result);
  const { target, seeds, symbols, classes, synonyms, levels, width, hidden, epochs, batch } = params;
  const curves = curvesOf(result);
  const needed = curves.map((curve) => ({ curve, found: neededOf(curve, target) }));
  const source = sourceOf(result);
  const smaller = isPaper(params)
    ? `The paper's task, network and training`
    : `Smaller than the paper's task or network`;
  return [
    heading(2, `Samples for ${percent(target)} error`),
    paragraph(
      `${smaller}: ${levels} levels of ${synonyms} synonyms, ${symbols} symbols, ${classes} classes (${classes * synonyms ** (2 ** levels - 1)} inputs); ${hidden} hidden ReLU layers of ${width}, batches of ${batch}, up to ${epochs} epochs, rate ${params.rate}, momentum ${params.momentum}, tested on ${params.unseen}; ${seeds} seeds (the paper's 6); ${spreadLevelText(seeds)}. The error is that after the first epoch with a mean loss below 0.01, where the released code stops by default; the table of both ends shows what the other epochs change.`,
    ),
    table(
      [
        "α>",
        "paper's samples>",
        "samples here>",
        "least and most seed>",
        "here/paper>",
        "over α = 1, paper>",
        "here>",
        "verdict",
      ],
      needed.map(({ curve, found }) => {
        const paper = printedOf(curve, params);
        const one = needed.find((other) => other.curve.alpha === 1)?.found;
        const paperOne = printed.find(({ alpha }) => alpha === 1)!.samples;
        const off = found && paper ? found.value / paper.samples : undefined;
        return [
          String(curve.alpha),
          paper ? String(paper.samples) : "–",
          found ? significant(found.value, 4) : "no crossing",
          found?.lo && found.hi
            ? `${significant(found.lo, 4)} to ${significant(found.hi, 4)}`
            : "not in all seeds",
          off === undefined ? "–" : significant(off, 3),
          paper ? significant(paper.samples / paperOne, 3) : "–",
          found && one ? significant(found.value / one.value, 3) : "–",
          off === undefined
            ? "–"
            : Math.abs(off - 1) <= SHARE
              ? `within ${percent(SHARE)}`
              : `**${significant(100 * (off - 1), 2)} % off**`,
        ];
      }),
      source,
    ),
    heading(2, "Test error"),
    table(
      ["α>", "samples>", "mean>", "least>", "most>", "paper's mean>"],
      curves.flatMap((curve) =>
        curve.points.map(({ samples, cells }) => {
          const errors = cells.map(errorOf);
          const paper = printedOf(curve, params)?.errors[printedSamples.indexOf(samples)];
          return [
            String(curve.alpha),
            String(samples),
            significant(mean(errors), 3),
            significant(Math.min(...errors), 3),
            significant(Math.max(...errors), 3),
            paper === undefined ? "–" : significant(paper, 3),
          ];
        }),
      ),
      source,
    ),
    heading(2, "Ending when fitted, or after all epochs"),
    table(
      ["α>", "samples>", "epochs until fitted>", "mean error then>", `after ${epochs} epochs>`],
      curves.flatMap(({ alpha, points }) =>
        points.flatMap(({ samples, cells }) => {
          const curve = params.curves.find((one) => one.alpha === alpha);
          if (!curve?.toTheEnd.includes(samples)) return [];
          const fitted = cells.flatMap((cell) => numberOf(cell, "fittedAt") ?? []);
          return [
            [
              String(alpha),
              String(samples),
              fitted.length === cells.length ? significant(mean(fitted), 3) : "not in all seeds",
              significant(mean(cells.map(errorOf)), 3),
              significant(meanOver(cells, "testError"), 3),
            ],
          ];
        }),
      ),
      source,
    ),
    heading(2, "What these numbers do not say"),
    list([
      "Rules, samples and weights are drawn by the same law as the paper's, not the same draws; float32 for its float64.",
      "α multiplies the readout and divides the first layer. The paper's text lists α ≤ 10, its figure's legend 33 for the largest: the legend's are compared.",
    ]),
  ];
}

const isPaper = ({ symbols, classes, synonyms, levels, width, hidden }: ReturnType<typeof paramsOf>) =>
  symbols === 8 && classes === 8 && synonyms === 4 && levels === 3 && width === 64 && hidden === 3;

/** The paper's row, where task, network and target are the paper's. */
function printedOf({ alpha }: Curve, params: ReturnType<typeof paramsOf>) {
  return isPaper(params) && params.target === printedTarget
    ? printed.find((row) => row.alpha === alpha)
    : undefined;
}
