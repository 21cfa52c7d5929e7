// What a run has come to, at moments of its own clock: loss, signs that are wrong, and answers at examples kept apart.
import type { Part } from "./data.ts";

export interface Look {
  /** of training */
  readonly seconds: number;
  /** ‖f − y‖² of ‖y‖² */
  readonly loss: number;
  /** share of training inputs with the wrong sign */
  readonly wrong: number;
  /** share of the examples kept apart with the right one; absent where there are none */
  readonly right: number | undefined;
}

export const wrongOf = (f: Float64Array, { n, labels }: Part): number => {
  let wrong = 0;
  for (let i = 0; i < n; i++) if (!(f[i] * labels[i] > 0)) wrong++;
  return wrong / n;
};

/** Labels are ±1, so that ‖y‖² = n. */
export const lossOf = (f: Float64Array, { n, labels }: Part): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (f[i] - labels[i]) ** 2;
  return sum / n;
};

/** A clock that stands still while a run is looked at. */
export class TrainingClock {
  readonly looks: Look[] = [];
  #started = performance.now();
  #stood = 0;

  /** Starts at nothing: what was before is set-up that every way of training has. */
  start(): void {
    this.#started = performance.now();
    this.#stood = 0;
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1e3 - this.#stood;
  }

  look(find: () => Omit<Look, "seconds">): void {
    const { seconds } = this;
    const began = performance.now();
    this.looks.push({ seconds, ...find() });
    this.#stood += (performance.now() - began) / 1e3;
  }

  /** Curves as measures of a cell. */
  measures() {
    const { looks } = this;
    const right = looks.flatMap((look) => (look.right === undefined ? [] : [look.right]));
    return {
      curveSeconds: looks.map(({ seconds }) => seconds),
      curveLoss: looks.map(({ loss }) => loss),
      curveWrong: looks.map(({ wrong }) => wrong),
      ...(right.length === looks.length ? { curveRight: right } : {}),
    };
  }
}
