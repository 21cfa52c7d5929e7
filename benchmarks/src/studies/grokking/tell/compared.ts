// Steps relative to α = 1, here and in the paper.
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { printedRelative } from "./printed.ts";
import { relativeTo, rowsOf } from "./rows.ts";

/** The aim: ours over the paper's, both relative to α = 1, between a half and two. */
export const FACTOR = 2;

/** Every point; `off` where there are both and α is not 1. */
export const comparedOf = (told: Told<Params>) =>
  rowsOf(told).flatMap(({ points }) => {
    const one = points.find(({ alpha }) => alpha === 1);
    return points.map((point) => {
      const [here, paper] = [relativeTo(one, point), printedRelative(point.tau, point.alpha)];
      const off = point.alpha !== 1 && here && paper !== undefined ? here.value / paper : undefined;
      const met = off !== undefined && off <= FACTOR && off >= 1 / FACTOR;
      return { point, here, paper, off, met };
    });
  });

export type Compared = ReturnType<typeof comparedOf>[number];
