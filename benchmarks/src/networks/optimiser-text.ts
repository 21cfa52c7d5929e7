// Optimisers as one word and one number, for the profiles of suites.
import type { OptimiserOptions } from "@widthwise/linearize";
import { z } from "zod";

const MOMENTUM = 0.9;

/** Text such as "sgd 0.1", "momentum 0.01" (0.9) or "adam 0.001". */
export const optimiserText = z
  .string()
  .regex(/^(sgd|momentum|adam) \S+$/, "accepted are sgd, momentum or adam, a space, and a rate")
  .refine((text) => Number(text.split(" ")[1]) > 0, "the rate must be a number above 0");

/** The optimisers that runs are compared over. */
export const optimiserTexts = z.array(optimiserText).min(1);

export function optimiserOf(text: string): OptimiserOptions {
  const [kind, rate] = text.split(" ");
  if (kind === "momentum") return { kind, rate: Number(rate), momentum: MOMENTUM };
  return { kind: kind as "sgd" | "adam", rate: Number(rate) };
}
