// What these numbers do not say.
import type { Result } from "@widthwise/measure";
import { isStudy } from "../measuring/jobs/study.ts";
import { type Block, heading, list } from "../page/document.ts";
import { isKernels, isStructures } from "./series.ts";

export function limitBlocks(result: Result): Block[] {
  const oneMachine = `One machine (${result.machine.id}), one Node version, one data set: crossover widths move with each of them.`;
  const onlyTime =
    "A right answer is a condition for a time; speed is not a statement about accuracy after training.";
  // a study says itself what its numbers do not say
  if (isStudy(result)) return [];
  if (isKernels(result))
    return [
      heading(2, "What these numbers do not say"),
      list([
        oneMachine,
        "Operands lie on the device before the clock starts: moving them there is not in the time.",
        "The roofline is that of 128-bit vectors, the widest that WebAssembly has: native code may pass 100 %.",
      ]),
    ];
  if (isStructures(result))
    return [
      heading(2, "What these numbers do not say"),
      list([
        "An exponent holds over the sizes listed beside it and not beyond: logarithms, constant costs and caches bend every line.",
        "z is drawn from its exact law at initialisation, N(0, X Xᵀ); later in training fewer neurons fire and fewer move.",
        "Update by a step has the differences given: computing them costs the same for every structure and is not in the time.",
        "All structures are float64 in one thread of JavaScript: constants, not exponents, would change in WebAssembly.",
        "A structure that is rebuilt or restored between samples finds a cold cache more often than in a training loop.",
        oneMachine,
      ]),
    ];
  return [
    heading(2, "What these numbers do not say"),
    list([
      "An exponent holds over the widths listed beside it and not beyond: logarithms and constant costs bend every line.",
      "Its interval covers what varies from width to width, not the error of calling a bent line straight: look at the local exponents.",
      "Exponents hide constant factors, and times hide growth: read both.",
      "Every sample is the first step from the initial state. Later steps fire other neurons; `npx widthwise train` shows whole runs.",
      "An iteration of Gauss–Newton does more than one of gradient descent: compare time to a loss with `npx widthwise train`.",
      "The roofline counts every access as if caches did not exist, so work that fits a cache may pass 100 %.",
      onlyTime,
      oneMachine,
    ]),
  ];
}
