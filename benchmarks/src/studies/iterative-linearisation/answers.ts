// C1, C3, C5 to C9: performance, features and convergence against the period.
import { percent } from "../../report/units.ts";
import type { Answer, StudyResult } from "../../run-study/study.ts";
import { looksOf, medianAt, medianOf, type Runs } from "../../tasks/runs.ts";
import { shown } from "../../tasks/show.ts";
import { type Named, namedOf, orderingsOf, tested } from "./orderings.ts";
import { type OptimiserRuns, paramsOf, runsOf } from "./select.ts";

/** Above it the features of a task that is known have been found. */
const FOUND = 0.95;
/** Of the training loss at the first look: what convergence is timed to. */
const CONVERGED = 0.01;

export const periodName = (period: number, steps: number) => (period >= steps ? "∞" : String(period));

const share = (value: number | null) => (value === null ? "diverged" : percent(value));
const accuracyOf = (runs: Runs) => shown(runs, "accuracy", percent);
const count = (runs: Runs, measure: string) => shown(runs, measure, String);

export function answers(result: StudyResult): Answer[] {
  const { steps } = paramsOf(result);
  const all = runsOf(result);
  const named = all.flatMap((runs) => namedOf(runs, steps) ?? []);
  // one a task: the optimiser named first
  const main = [...Map.groupBy(named, ({ runs }) => runs.task.name).values()].map(([first]) => first);
  const sentence = (question: string, parts: readonly string[], before = ""): Answer[] =>
    parts.length === 0 ? [] : [{ question, sentence: `${before}${parts.join("; ")}.` }];
  return [
    ...sentence(
      "C1",
      main.map((one) => curveWords(one, steps)),
      "Median accuracy on unseen examples. ",
    ),
    ...sentence("C3", rateWords(all, named, steps), "Accuracy by rate. "),
    ...sentence(
      "C5",
      main.map((one) => featureWords(one, steps)),
      "From the start to the features in use at the end. ",
    ),
    ...sentence(
      "C6",
      main.map((one) => convergenceWords(one, steps)),
      `Steps until the training loss is below ${percent(CONVERGED)} of that after the first, and the loss after ${steps}. `,
    ),
    ...sentence(
      "C7",
      main.flatMap(residualWords),
      "Every linearised problem solved to the same share of its first residual. ",
    ),
    ...sentence(
      "C8",
      optimiserWords(named),
      "Orderings of the paper that hold, of those tested with a paired t interval over seeds. ",
    ),
    ...sentence(
      "C9",
      fewestWords(all),
      `Fewest updates tried after which the median accuracy is ${percent(FOUND)}. `,
    ),
  ];
}

const titleOf = ({ task, optimiser }: OptimiserRuns) => `${task.name}, ${optimiser}`;

function curveWords({ runs }: Named, steps: number): string {
  const curve = (at: number) =>
    runs.periods
      .map((period) => `K = ${periodName(period.at, steps)} ${share(medianAt(period, "curveAccuracy", at))}`)
      .join(", ");
  const looks = looksOf(runs.periods);
  const early = looks.find((step) => step >= steps / 10)!;
  return `${titleOf(runs)}, ${steps} steps: ${curve(steps)}; after ${early} steps: ${curve(early)}`;
}

/** A task's rates of gradient descent side by side. */
function rateWords(all: readonly OptimiserRuns[], named: readonly Named[], steps: number): string[] {
  const descents = named.filter(({ runs }) => runs.optimiser.startsWith("sgd"));
  return [...Map.groupBy(descents, ({ runs }) => runs.task.name).values()]
    .filter((own) => own.length > 1)
    .map((own) => {
      const rates = own.map(({ runs, every, few, none }) => {
        const bad = all
          .find((one) => one === runs)!
          .periods.filter((period) => medianOf(period, "accuracy") === null)
          .map(({ at }) => periodName(at, steps));
        const diverged = bad.length > 0 ? `, a seed diverges at K = ${bad.join(", ")}` : "";
        return `rate ${runs.optimiser.split(" ")[1]}: K = 1 ${accuracyOf(every)}, K = ${few.at} ${accuracyOf(few)}, K = ∞ ${accuracyOf(none)}${diverged}`;
      });
      return `${own[0].runs.task.name}: ${rates.join("; ")}`;
    });
}

function featureWords({ runs, every, few, none }: Named, steps: number): string {
  const of = (one: Runs) =>
    `K = ${periodName(one.at, steps)} (${count(one, "updates")} updates): kernel distance ${shown(one, "kernelDistance")}, CKA ${shown(one, "cka")}, label alignment ${shown(one, "alignmentAtStart")} to ${shown(one, "alignment")}`;
  return `${titleOf(runs)}: ${[every, few, none].map(of).join("; ")}`;
}

/** First look at which the median training loss is low enough. */
export function stepsToConverge(runs: Runs): number | null {
  const looks = looksOf([runs]);
  const first = medianAt(runs, "curveTrain", looks[0]);
  if (first === null) return null;
  return looks.find((step) => (medianAt(runs, "curveTrain", step) ?? Infinity) < CONVERGED * first) ?? null;
}

function convergenceWords({ runs, every, few, none }: Named, steps: number): string {
  const of = (one: Runs) =>
    `K = ${periodName(one.at, steps)} ${stepsToConverge(one) ?? "not reached"}, loss ${shown(one, "trainLoss")}`;
  return `${titleOf(runs)}: ${[every, few, none].map(of).join("; ")}`;
}

function residualWords({ runs, every }: Named): string[] {
  if (runs.solved.length === 0) return [];
  const of = (one: Runs) =>
    medianOf(one, "updates")?.value === 0
      ? `to ${one.at} not solved once in ${count(one, "steps")} steps`
      : `to ${one.at} ${accuracyOf(one)} (${count(one, "updates")} updates in ${count(one, "steps")} steps)`;
  return [`${titleOf(runs)}: K = 1 ${accuracyOf(every)}, ${runs.solved.map(of).join(", ")}`];
}

function optimiserWords(named: readonly Named[]): string[] {
  return named.map((one) => {
    const all = orderingsOf(one).filter(tested);
    if (all.length === 0) return `${titleOf(one.runs)}: a run blew up`;
    const held = all.filter(({ verdict }) => verdict === "holds");
    const others = all.filter(({ verdict }) => verdict !== "holds");
    const words = others.map(({ what, verdict }) => `${what}: ${verdict.replaceAll("*", "")}`);
    const not = others.length > 0 ? ` (${words.join(", ")})` : "";
    return `${titleOf(one.runs)}: ${held.length} of ${all.length}${not}`;
  });
}

function fewestWords(all: readonly OptimiserRuns[]): string[] {
  return all
    .filter(({ task }) => task.data.kind === "signs")
    .map((runs) => {
      const found = [...runs.periods, ...runs.solved].filter(
        (one) => (medianOf(one, "accuracy")?.value ?? 0) >= FOUND,
      );
      const fewest = Math.min(...found.flatMap((one) => medianOf(one, "updates")?.value ?? []));
      return `${titleOf(runs)}: ${Number.isFinite(fewest) ? fewest : "none of those tried"}`;
    });
}
