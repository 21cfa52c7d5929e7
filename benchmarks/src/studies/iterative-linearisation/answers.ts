// C1: performance against the period; C9: how many updates a task with known features needs.
import { significant } from "../../report/units.ts";
import type { Answer, StudyResult } from "../../run-study/study.ts";
import { medianOf, type Period, paramsOf, ratesOf } from "./select.ts";

/** Half of the loss at the start, ½ for labels ±1 and small outputs: below it, features of the task have been found. */
export const FOUND = 0.25;

export const periodName = (period: number, steps: number) => (period >= steps ? "∞" : String(period));

export function answers(result: StudyResult): Answer[] {
  const { steps, relevant, d, n, width } = paramsOf(result);
  const rates = ratesOf(result);
  if (rates.length === 0) return [];
  const lossOf = (period: Period) => {
    const loss = medianOf(period, "testLoss");
    const text = loss ? significant(loss.value, 2) : "diverged";
    return `K = ${periodName(period.period, steps)}: ${text}`;
  };
  const curves = rates.map(({ rate, periods }) => `at rate ${rate} ${periods.map(lossOf).join(", ")}`);
  const task = `the product of ${relevant} of ${d} signs (n = ${n}, width ${width}, ${steps} steps)`;
  const fewest = rates.map(({ rate, periods }) => {
    const found = periods.filter((period) => (medianOf(period, "testLoss")?.value ?? Infinity) < FOUND);
    const updates = found.flatMap((period) => medianOf(period, "updates")?.value ?? []);
    const words = found.length > 0 ? `${Math.min(...updates)}` : "none of the numbers tried";
    return `at rate ${rate} ${words}`;
  });
  return [
    { question: "C1", sentence: `Median test loss on ${task}: ${curves.join("; ")}.` },
    {
      question: "C9",
      sentence: `Fewest feature updates, of those tried, after which the median test loss on ${task} is below ${FOUND}: ${fewest.join("; ")}.`,
    },
  ];
}
