import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent, significant } from "../../../page/units.ts";
import { numberOf, paramOf } from "../../../telling/read-cells.ts";
import { spreadLevelText, spreadText } from "../../../telling/seeds-text.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { printed } from "./printed.ts";
import {
  alphaOf,
  cellsOf,
  ordered,
  type Point,
  paramsOf,
  printedRelative,
  relativeTo,
  rowsOf,
  spreadOf,
  stepsOf,
  tauOf,
} from "./rows.ts";

/** The aim: ours over the paper's, both relative to α = 1, between a half and two. */
const FACTOR = 2;

/** Cells with a printed value and one here to compare with it, α = 1 left out. */
export function comparedCells(result: StudyResult) {
  return rowsOf(result).flatMap(({ points }) => {
    const one = points.find(({ alpha }) => alpha === 1);
    return points.flatMap((point) => {
      const [here, paper] = [relativeTo(one, point), printedRelative(point.tau, point.alpha)];
      if (point.alpha === 1 || here === null || paper === undefined) return [];
      const off = here.value / paper;
      return [{ point, here, paper, off, met: off <= FACTOR && off >= 1 / FACTOR }];
    });
  });
}

export function report(result: StudyResult): Block[] {
  const params = paramsOf(result);
  const { setting, heads, batch, rate, seeds, target, every, mostSteps } = params;
  const rows = rowsOf(result);
  const compared = comparedCells(result);
  const met = compared.filter((cell) => cell.met).length;
  const order = rows.map(({ tau, points }) => ({ tau, ...ordered(points) }));
  const words = order.map(({ tau, right, all }) => `${right} of ${all} at τ = ${tau}`).join(", ");
  const source = sourceOf(result);
  return [
    heading(2, "Steps until the unseen pairs are known"),
    paragraph(
      `Known: ${percent(target)} of them answered rightly, looked at every ${every} steps, as in Fig. 12(b). Steps relative to α = 1 are within a factor ${FACTOR} of the paper's in ${met} of ${compared.length} cells; of neighbouring α with the same seed, the larger is known sooner in ${words || "none"}.`,
    ),
    paragraph(
      `Smaller than the paper's: width ${setting.width} instead of 128, ${seeds} seeds instead of 5, τ = ${params.grid.map(({ tau }) => tau).join(", ")} of its 0.5, 0.75, 1, 1.25, 1.5. The rest here: ${settingWords(setting)}, ${heads} heads, batches of ${batch}, AdamW (0.9, 0.98) with rate ${rate}/τ² after ten steps of warm-up, at most ${mostSteps} steps. The paper prints no operation, share or weight decay; p = 97 follows from its count of parameters.`,
    ),
    table(
      ["τ>", "α>", "paper's steps>", "steps here>", "paper's, over α = 1>", "here, over α = 1>", "verdict"],
      rows.flatMap(({ points }) => points.map((point) => rowOf(point, points))),
      source,
    ),
    paragraph(
      `Steps here: median over seeds [least, most], relative to α = 1 seed by seed; ${spreadLevelText(seeds)}.`,
    ),
    heading(2, "Until the shown pairs are known"),
    table(
      ["τ>", "α>", "steps>"],
      rows.flatMap(({ points }) =>
        points.map((point) => {
          const steps = stepsOf(point, "fittedAt");
          return [
            String(point.tau),
            String(point.alpha),
            steps ? spreadText(spreadOf(steps), 4) : "not in all seeds",
          ];
        }),
      ),
      source,
    ),
    ...trialBlocks(result),
    heading(2, "What these numbers do not say"),
    list([
      "Steps are not the paper's in number, as its operation, share, weight decay and unit of a step are unknown: only ratios within one τ compare.",
      "ReLU for GELU, no biases but those of the two norms, initial values as PyTorch's; attention is computed for the last place only, with the same numbers.",
      "With AdamW the size of a step does not depend on the logits' scale, so that dividing the rate by τ² slows training itself.",
    ]),
  ];
}

const settingWords = ({ prime, operation, share, decay }: ReturnType<typeof paramsOf>["setting"]) =>
  `${operation} modulo ${prime}, ${percent(share)} of the pairs shown, weight decay ${decay}`;

function rowOf(point: Point, points: readonly Point[]): string[] {
  const { tau, alpha } = point;
  const steps = stepsOf(point);
  const relative = relativeTo(
    points.find((other) => other.alpha === 1),
    point,
  );
  const cell = printed.find((one) => one.tau === tau && one.alpha === alpha);
  const ratio = printedRelative(tau, alpha);
  const off = relative && ratio !== undefined ? relative.value / ratio : undefined;
  const verdict =
    alpha === 1 || off === undefined
      ? "–"
      : off <= FACTOR && off >= 1 / FACTOR
        ? `within ${FACTOR} (${significant(off, 2)})`
        : `**off by ${significant(off, 2)}**`;
  return [
    String(tau),
    String(alpha),
    cell === undefined ? "–" : cell.lo === cell.hi ? String(cell.lo) : `${cell.lo} to ${cell.hi}`,
    steps ? spreadText(spreadOf(steps), 4) : "not in all seeds",
    ratio === undefined ? "–" : significant(ratio, 3),
    relative ? spreadText(relative, 3) : "–",
    verdict,
  ];
}

function trialBlocks(result: StudyResult): Block[] {
  const own = cellsOf(result, "trial");
  if (own.length === 0) return [];
  const { trials } = paramsOf(result);
  const rows = own.map((cell) => {
    const known = numberOf(cell, "knownAt");
    const fitted = numberOf(cell, "fittedAt");
    return [
      paramOf(cell, "operation"),
      String(cell.n),
      percent(Number(paramOf(cell, "share"))),
      String(cell.d),
      paramOf(cell, "decay"),
      String(tauOf(cell)),
      String(alphaOf(cell)),
      fitted === null ? "never" : String(fitted),
      known === null ? "never" : String(known),
    ];
  });
  const settings = table(
    [
      "operation",
      "p>",
      "shown>",
      "width>",
      "weight decay>",
      "τ>",
      "α>",
      "shown known at>",
      "unseen known at>",
    ],
    rows,
    sourceOf(result),
  );
  return [
    heading(2, "Settings tried"),
    paragraph(
      `Other settings on one seed at τ = ${trials.tau}, at most ${trials.mostSteps} steps: each α's steps until known.`,
    ),
    settings,
  ];
}
