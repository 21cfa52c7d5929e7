// The same δ through learning rates and through scale: δ at unit rates, and δ√(η_aη_w) at others, from one β₀ have one β at
// times in the ratio √(η_aη_w).
import { exactSolution, modelOf } from "@widthwise/dynamics";
import { logTimes } from "./agreement.ts";
import { part } from "./part.ts";

const TARGET = [0, 1];
const RATES = [
  { a: 0.1, w: 1 },
  { a: 1, w: 7 },
  { a: 3, w: 0.2 },
];

export const ratesOrScale = part({
  cases: ({ figure3: { deltas } }) => deltas.map((delta) => ({ params: { delta } })),
  run({ params: { delta } }) {
    const plain = exactSolution(modelOf([-1, 0], delta), TARGET);
    let worst = 0;
    for (const rates of RATES) {
      const speed = Math.sqrt(rates.a * rates.w);
      const other = exactSolution(modelOf([-1, 0], delta * speed, rates), TARGET);
      for (const t of logTimes(20, 30)) {
        const [one, two] = [plain.at(t).beta, other.at(t / speed).beta];
        worst = Math.max(worst, Math.hypot(one[0] - two[0], one[1] - two[1]));
      }
    }
    return {
      measures: { worst },
      check: { what: "largest difference of the paths of β", value: worst, reference: 0, tolerance: 1e-12 },
    };
  },
});
