// Whether the aims of a linearised and of a low-rank step are kept, a sentence per backend.
import { interval, ratio, significant, widthLabel } from "../../../page/units.ts";
import { largestBy } from "../../../telling/gaps.ts";
import type { Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { backendOf, backendsOf, ratioOf, timeExponent } from "./rows.ts";

/** A linearised step may cost this many backprop steps from this width on. */
const AIM = { ratio: 2, width: 1024 };

export function finding(told: Told<Params>) {
  const { seed } = told.result;
  const sentences = backendsOf(told).flatMap((points) => {
    const words = [linearisedWords(points, seed), lowRankWords(points)].filter((part) => part !== undefined);
    return words.length > 0 ? [`\`${backendOf(points)}\`: ${words.join("; ")}.`] : [];
  });
  return sentences.length > 0 ? sentences.join(" ") : undefined;
}

function linearisedWords(points: readonly Runs[], seed: number): string | undefined {
  const wide = points
    .filter(({ at: width }) => width >= AIM.width)
    .map((point) => ({ width: point.at, ratio: ratioOf(point, "linearised", seed) }));
  const worst = largestBy(wide, (one) => one.ratio.value);
  if (worst === undefined) return undefined;
  const above = worst.ratio.value <= AIM.ratio ? "" : `, **above the aim of ${AIM.ratio}×**`;
  return `from width ${widthLabel(AIM.width)} on, a linearised step costs at most ${interval(worst.ratio, ratio)} a backprop step (width ${widthLabel(worst.width)})${above}`;
}

function lowRankWords(points: readonly Runs[]): string | undefined {
  const found = timeExponent(points, "lowRank");
  if (found === undefined) return undefined;
  const within = found.lo <= 0 && found.hi >= 0;
  return `a low-rank step grows like p to the ${interval(found, (x) => significant(x, 2))}${within ? ", 0 within its interval" : ", **0 not within its interval**"}`;
}
