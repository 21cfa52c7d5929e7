// Kunin et al., arXiv 2406.06158, Fig. 6(c): mean test error over six seeds at three shares of the 131 072 inputs, and samples
// for 10 % error, read from the figure's data.
import type { Params } from "../params.ts";

export interface Printed {
  readonly alpha: number;
  /** test error at `printedSamples` */
  readonly errors: readonly number[];
  readonly samples: number;
}

/** Shares 10^(−3 + 2.9k/19), k = 10, 12 and 14, of the inputs. */
export const printedSamples = [4404, 8887, 17957];

export const printed: readonly Printed[] = [
  { alpha: 33, errors: [0.111, 0.0069, 0.0004], samples: 4530 },
  { alpha: 10, errors: [0.179, 0.0181, 0.0011], samples: 5310 },
  { alpha: 3, errors: [0.235, 0.0274, 0.002], samples: 6190 },
  { alpha: 1, errors: [0.284, 0.039, 0.0028], samples: 6640 },
  { alpha: 0.3, errors: [0.355, 0.0705, 0.0069], samples: 7930 },
  { alpha: 0.1, errors: [0.53, 0.22, 0.0244], samples: 11650 },
];

/** The share of wrong answers that `samples` are for. */
const printedTarget = 0.1;

/** Whether task and network are the paper's. */
export const isPaper = ({ symbols, classes, synonyms, levels, width, hidden }: Params) =>
  symbols === 8 && classes === 8 && synonyms === 4 && levels === 3 && width === 64 && hidden === 3;

/** The paper's row, where task, network and target are the paper's. */
export const printedOf = (alpha: number, params: Params): Printed | undefined =>
  isPaper(params) && params.target === printedTarget ? printed.find((row) => row.alpha === alpha) : undefined;
