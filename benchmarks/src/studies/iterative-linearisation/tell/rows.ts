// Runs by task and optimiser, gathered by what ends a period, and those that questions are about.
import { cellsWith } from "../../../telling/read-cells.ts";
import { gathered, medianOf, type Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params, StudyTask } from "../params.ts";

/** Updates in the paper's long-period runs: 8 to 12. */
const FEW = 10;

/** Seeds whose periods end alike; `at` is K or a residual. */
export interface Period extends Runs {
  /** K, ∞ where features are never renewed, or "to 0.1" */
  readonly name: string;
}

export interface OptimiserRuns {
  readonly task: StudyTask;
  readonly optimiser: string;
  readonly title: string;
  /** by K, ascending */
  readonly periods: readonly Period[];
  /** by the residual at which a period ends, descending */
  readonly solved: readonly Period[];
}

/** In the order of the params; those without a run are left out. */
export function runsOf({ result, params: { tasks, steps } }: Told<Params>): OptimiserRuns[] {
  const named = (runs: readonly Runs[], nameOf: (at: number) => string) =>
    runs.map((one): Period => ({ ...one, name: nameOf(one.at) }));
  return tasks
    .flatMap((task) =>
      task.optimisers.map((optimiser): OptimiserRuns => {
        const of = (algorithm: string) => cellsWith(result, { task: task.name, optimiser }, algorithm);
        return {
          task,
          optimiser,
          title: `${task.name}, ${optimiser}`,
          periods: named(gathered(of("iterative-linearisation"), "period"), (at) => periodName(at, steps)),
          solved: named(gathered(of("inner-solved"), "residual").reverse(), (at) => `to ${at}`),
        };
      }),
    )
    .filter(({ periods }) => periods.length > 0);
}

export const periodName = (period: number, steps: number) => (period >= steps ? "∞" : String(period));

/** The periods that questions are about. */
export interface Named {
  readonly runs: OptimiserRuns;
  readonly every: Period;
  /** about ten updates */
  readonly few: Period;
  /** no update */
  readonly none: Period;
  /** each linearised problem solved, to the smallest residual that was reached often enough */
  readonly solved: Period | undefined;
}

/** Solved problems after each other, not one that outlasted the run. */
const renewed = (runs: Runs) => (medianOf(runs, "updates")?.value ?? 0) >= 2;

/** Undefined where one was not run. */
export function namedOf(runs: OptimiserRuns, steps: number): Named | undefined {
  const { periods, solved } = runs;
  const every = periods.find(({ at }) => at === 1);
  const none = periods.find(({ at }) => at >= steps);
  const between = periods.filter(({ at }) => at > 1 && at < steps);
  const distance = ({ at }: Runs) => Math.abs(Math.log((Math.ceil(steps / at) - 1) / FEW));
  const few = between.sort((a, b) => distance(a) - distance(b))[0];
  return every && none && few && { runs, every, few, none, solved: solved.findLast(renewed) };
}

export const allNamed = (told: Told<Params>): Named[] =>
  runsOf(told).flatMap((runs) => namedOf(runs, told.params.steps) ?? []);

/** One per task: the optimiser named first. */
export const mainOf = (told: Told<Params>): Named[] =>
  [...Map.groupBy(allNamed(told), ({ runs }) => runs.task.name).values()].map(([first]) => first);
