// C1, C3, C5 to C9: performance, features and convergence against the period.

import { percent, significant } from "../../../page/units.ts";
import { difference, looksOf, medianAt, medianOf, type Runs, SAME } from "../../../telling/seeds.ts";
import { medianText, pointsText } from "../../../telling/seeds-text.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Named, namedOf, orderingsOf, tested } from "./orderings.ts";
import { type OptimiserRuns, paramsOf, runsOf } from "./rows.ts";

/** Above it the features of a task that is known have been found. */
const FOUND = 0.95;
/** Of the training loss at the first look: what convergence is timed to. */
const CONVERGED = 0.01;

export const periodName = (period: number, steps: number) => (period >= steps ? "∞" : String(period));

const share = (value: number | undefined) => (value === undefined ? "diverged" : percent(value));
const accuracyOf = (runs: Runs) => medianText(runs, "accuracy", percent);
const count = (runs: Runs, measure: string) => medianText(runs, measure, String);

export function answers(result: StudyResult): Answer[] {
  const { steps } = paramsOf(result);
  const all = runsOf(result);
  const named = all.flatMap((runs) => namedOf(runs, steps) ?? []);
  // one a task: the optimiser named first
  const main = [...Map.groupBy(named, ({ runs }) => runs.task.name).values()].map(([first]) => first);
  const answer = (question: string, before: string, parts: readonly Words[], between = ""): Answer[] => {
    if (parts.length === 0) return [];
    const join = (what: keyof Words) => `${parts.map((part) => part[what]).join("; ")}.`;
    return [{ question, sentence: `${before}${join("verdict")}`, details: `${between}${join("details")}` }];
  };
  return [
    ...answer(
      "C1",
      "Median accuracy on unseen examples. ",
      main.map((one) => curveWords(one, steps)),
    ),
    ...answer("C3", "", rateWords(all, named, steps), "Accuracy by rate. "),
    ...answer(
      "C5",
      featuresSay(main),
      main.map((one) => featureWords(one, steps)),
      "From the start to the features in use at the end. ",
    ),
    ...convergenceAnswer(main, steps),
    ...answer(
      "C7",
      "Every linearised problem solved to the same share of its first residual: ",
      main.flatMap(residualWords),
    ),
    ...orderingAnswer(named),
    ...fewestAnswer(all),
  ];
}

/** A task's part of an answer. */
interface Words {
  readonly verdict: string;
  readonly details: string;
}

const titleOf = ({ task, optimiser }: OptimiserRuns) => `${task.name}, ${optimiser}`;

function curveWords({ runs, every, none }: Named, steps: number): Words {
  const accuracy = (one: Runs, at: number) => medianAt(one, "curveAccuracy", at);
  const curve = (at: number) =>
    runs.periods
      .map((period) => `K = ${periodName(period.at, steps)} ${share(accuracy(period, at))}`)
      .join(", ");
  /** The longest period up to which none falls more than two points below ordinary training. */
  const kept = (at: number) => {
    const least = (accuracy(every, at) ?? Number.NaN) - SAME;
    const fallen = runs.periods.findIndex((period) => !((accuracy(period, at) ?? -1) >= least));
    return periodName(runs.periods.at(fallen === -1 ? -1 : fallen - 1)!.at, steps);
  };
  const looks = looksOf(runs.periods);
  const early = looks.find((step) => step >= steps / 10)!;
  return {
    verdict: `${titleOf(runs)}: after ${steps} steps periods to K = ${kept(steps)} are within two points of ordinary training (${share(accuracy(every, steps))}), while the fixed kernel has ${share(accuracy(none, steps))}; after ${early} steps, those to K = ${kept(early)}`,
    details: `${titleOf(runs)}, ${steps} steps: ${curve(steps)}; after ${early} steps: ${curve(early)}`,
  };
}

/** A task's rates of gradient descent side by side. */
function rateWords(all: readonly OptimiserRuns[], named: readonly Named[], steps: number): Words[] {
  const descents = named.filter(({ runs }) => runs.optimiser.startsWith("sgd"));
  return [...Map.groupBy(descents, ({ runs }) => runs.task.name)]
    .filter(([, own]) => own.length > 1)
    .map(([task, own]) => {
      const rates = own.map(({ runs, every, few, none }) => {
        const bad = all
          .find((one) => one === runs)!
          .periods.filter((period) => medianOf(period, "accuracy") === undefined)
          .map(({ at }) => periodName(at, steps));
        const rate = runs.optimiser.split(" ")[1];
        const [loss, gain] = [difference(every, few, "accuracy"), difference(few, none, "accuracy")];
        const diverged = bad.length > 0 ? `a seed diverges at K = ${bad.join(", ")}` : "";
        const compared =
          loss && gain
            ? `K = ${few.at} is ${pointsText(loss)} below ordinary training and ${pointsText(gain)} above the fixed kernel`
            : diverged;
        return {
          verdict: `rate ${rate}: ${compared}`,
          details: `rate ${rate}: K = 1 ${accuracyOf(every)}, K = ${few.at} ${accuracyOf(few)}, K = ∞ ${accuracyOf(none)}${diverged && `, ${diverged}`}`,
        };
      });
      const join = (what: keyof Words) => `${task}: ${rates.map((rate) => rate[what]).join("; ")}`;
      return { verdict: join("verdict"), details: join("details") };
    });
}

/** Whether about ten updates move the kernel half as far as an update every step, on every task. */
function featuresSay(main: readonly Named[]): string {
  const distance = (runs: Runs) => medianOf(runs, "kernelDistance")?.value ?? Number.NaN;
  return main.every(({ every, few }) => distance(few) >= distance(every) / 2)
    ? "Few updates are not little feature learning. Kernel distance from the start: "
    : "Fewer updates move the kernel less. Its distance from the start: ";
}

function featureWords({ runs, every, few, none }: Named, steps: number): Words {
  const of = (one: Runs) =>
    `K = ${periodName(one.at, steps)} (${count(one, "updates")} updates): kernel distance ${medianText(one, "kernelDistance")}, CKA ${medianText(one, "cka")}, label alignment ${medianText(one, "alignmentAtStart")} to ${medianText(one, "alignment")}`;
  const moved = (one: Runs) => `${medianText(one, "kernelDistance")} by ${count(one, "updates")} updates`;
  return {
    verdict: `${titleOf(runs)}: ${moved(few)}, ${moved(every)}`,
    details: `${titleOf(runs)}: ${[every, few, none].map(of).join("; ")}`,
  };
}

/** First look at which the median training loss is low enough. */
export function stepsToConverge(runs: Runs): number | undefined {
  const looks = looksOf([runs]);
  const first = medianAt(runs, "curveTrain", looks[0]);
  if (first === undefined) return undefined;
  return looks.find((step) => (medianAt(runs, "curveTrain", step) ?? Infinity) < CONVERGED * first);
}

function convergenceAnswer(main: readonly Named[], steps: number): Answer[] {
  if (main.length === 0) return [];
  const converged = main.map((one) => ({ ...one, first: stepsToConverge(one.every) }));
  const later = converged.every(
    ({ few, first }) => first !== undefined && (stepsToConverge(few) ?? Infinity) > first,
  );
  const words = converged.map(({ runs, every, few, none, first }) => {
    const of = (one: Runs) => {
      const found = stepsToConverge(one);
      const times = found && first && found !== first ? ` (${significant(found / first, 2)} times)` : "";
      return `K = ${periodName(one.at, steps)} ${found === undefined ? "never" : `after ${found} steps${times}`}, in the end ${medianText(one, "trainLoss")}`;
    };
    return `${titleOf(runs)}: ${[every, few, none].map(of).join("; ")}`;
  });
  return [
    {
      question: "C6",
      sentence: `${later ? "A longer period converges later. " : ""}Training loss below ${percent(CONVERGED)} of that after the first step: ${words.join("; ")}.`,
    },
  ];
}

function residualWords({ runs, every }: Named): Words[] {
  if (runs.solved.length === 0) return [];
  const updates = (one: Runs) => medianOf(one, "updates")?.value ?? 0;
  const of = (one: Runs) =>
    updates(one) === 0
      ? `to ${one.at} not solved once in ${count(one, "steps")} steps`
      : `to ${one.at} ${accuracyOf(one)} (${count(one, "updates")} updates in ${count(one, "steps")} steps)`;
  const kept = runs.solved.filter(
    (one) =>
      updates(one) > 0 && (difference(one, every, "accuracy")?.value ?? Number.NEGATIVE_INFINITY) >= -SAME,
  );
  const tightest = kept.toSorted((a, b) => a.at - b.at)[0];
  return [
    {
      verdict:
        tightest === undefined
          ? `${titleOf(runs)}: none solved keeps within two points of ordinary training`
          : `${titleOf(runs)}: solved to ${tightest.at} it keeps within two points of ordinary training with ${count(tightest, "updates")} updates (${accuracyOf(tightest)} against ${accuracyOf(every)})`,
      details: `${titleOf(runs)}: K = 1 ${accuracyOf(every)}, ${runs.solved.map(of).join(", ")}`,
    },
  ];
}

function orderingAnswer(named: readonly Named[]): Answer[] {
  if (named.length === 0) return [];
  const all = named.flatMap((one) => orderingsOf(one).filter(tested));
  const verdicts = [...Map.groupBy(all, ({ verdict }) => verdict.replaceAll("*", ""))]
    .filter(([verdict]) => verdict !== "holds")
    .map(([verdict, own]) => `${own.length} ${verdict}`);
  const held = all.filter(({ verdict }) => verdict === "holds").length;
  return [
    {
      question: "C8",
      sentence: `One optimiser for every period, ${named.length} pairs of task and optimiser: of ${all.length} orderings of the paper that could be tested ${held} hold${verdicts.length > 0 ? `; ${verdicts.join(", ")}` : ""}.`,
      details: `Orderings that hold, of those tested with a paired t interval over seeds. ${orderingWords(named).join("; ")}.`,
    },
  ];
}

function orderingWords(named: readonly Named[]): string[] {
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

function fewestAnswer(all: readonly OptimiserRuns[]): Answer[] {
  const words = all
    .filter(({ task }) => task.data.kind === "signs")
    .map((runs) => {
      const found = [...runs.periods, ...runs.solved].filter(
        (one) => (medianOf(one, "accuracy")?.value ?? 0) >= FOUND,
      );
      const fewest = Math.min(...found.flatMap((one) => medianOf(one, "updates")?.value ?? []));
      return `${titleOf(runs)}: ${Number.isFinite(fewest) ? fewest : "none of those tried"}`;
    });
  if (words.length === 0) return [];
  return [
    {
      question: "C9",
      sentence: `Fewest updates tried after which the median accuracy is ${percent(FOUND)}: ${words.join("; ")}.`,
    },
  ];
}
