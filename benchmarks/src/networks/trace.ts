// What is looked at while a linearised network trains: losses, accuracy, and the features in use.
import type { IterativeLinearisation } from "@widthwise/linearize";
import { type FeatureMeasures, type FeatureMeter, scoreOn } from "./feature-measures.ts";
import type { OpenTask } from "./open-task.ts";

/** A mean training loss a thousand times that at the start, or none, does not come back. */
export const blewUp = (loss: number, atStart: number) => !(loss < 1e3 * atStart);

/** Looks are this factor apart in steps. */
const APART = 1.5;

/** Step numbers to look at: 1, then ever fewer, and the last. */
export function looksUpTo(steps: number): Set<number> {
  const looks = new Set<number>();
  for (let k = 1; k < steps; k = Math.ceil(k * APART)) looks.add(k);
  return looks.add(steps);
}

interface Row {
  readonly step: number;
  readonly updates: number;
  readonly train: number;
  readonly test: number;
  readonly accuracy: number;
  readonly kernel: number;
}

/** Collects a curve; a run that blows up ends it. */
export class Trace {
  readonly #task: OpenTask;
  readonly #training: IterativeLinearisation;
  readonly #meter: FeatureMeter;
  readonly #startLoss: number;
  #features: { readonly updates: number; readonly measures: FeatureMeasures } | undefined;
  #blown = false;
  readonly #rows: Row[] = [];

  static async open(task: OpenTask, training: IterativeLinearisation, meter: FeatureMeter): Promise<Trace> {
    const { loss } = await scoreOn(task.network, task.start, task.train, task);
    return new Trace(task, training, meter, loss);
  }

  private constructor(
    task: OpenTask,
    training: IterativeLinearisation,
    meter: FeatureMeter,
    startLoss: number,
  ) {
    this.#task = task;
    this.#training = training;
    this.#meter = meter;
    this.#startLoss = startLoss;
  }

  /** False once the run has blown up. */
  async look(): Promise<boolean> {
    const { model, parameters, steps, updates } = this.#training;
    const train = (await scoreOn(model, parameters, this.#task.train, this.#task)).loss;
    this.#blown = blewUp(train, this.#startLoss);
    if (this.#blown) return false;
    const { loss: test, accuracy } = await scoreOn(model, parameters, this.#task.unseen, this.#task);
    const { kernelDistance } = await this.#featuresNow();
    this.#rows.push({ step: steps, updates, train, test, accuracy, kernel: kernelDistance });
    return true;
  }

  async #featuresNow(): Promise<FeatureMeasures> {
    const { updates, linearisedAt } = this.#training;
    if (this.#features?.updates !== updates)
      this.#features = { updates, measures: await this.#meter.at(linearisedAt) };
    return this.#features.measures;
  }

  /** Of the last look, null throughout for a run that blew up; features are those in use, not those of θ. */
  async measures() {
    const [training, task] = [this.#training, this.#task];
    const last = this.#rows[this.#rows.length - 1];
    const end = this.#blown || last === undefined ? undefined : last;
    const network = end && (await scoreOn(task.network, training.parameters, task.unseen, task));
    const features = end && (await this.#featuresNow());
    const column = (name: keyof Row) => this.#rows.map((row) => row[name]);
    return {
      updates: training.updates,
      steps: training.steps,
      trainLoss: end?.train ?? null,
      testLoss: end?.test ?? null,
      accuracy: end?.accuracy ?? null,
      networkTestLoss: network?.loss ?? null,
      networkAccuracy: network?.accuracy ?? null,
      kernelDistance: features?.kernelDistance ?? null,
      cka: features?.cka ?? null,
      alignmentAtStart: this.#meter.alignmentAtStart,
      alignment: features?.alignment ?? null,
      parameterDistance: features?.parameterDistance ?? null,
      curveSteps: column("step"),
      curveUpdates: column("updates"),
      curveTrain: column("train"),
      curveTest: column("test"),
      curveAccuracy: column("accuracy"),
      curveKernel: column("kernel"),
    };
  }
}
