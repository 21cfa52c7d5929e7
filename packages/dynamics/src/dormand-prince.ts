// The explicit Runge–Kutta pair of order 5(4) with seven stages, the last of which is the first of the next step: J. Dormand,
// P. Prince, J. Comput. Appl. Math. 6 (1980). Step control, its constants and the first step as in E. Hairer, S. Nørsett,
// G. Wanner, Solving Ordinary Differential Equations I, §II.4. Differences: steps end at the times asked for, so there
// is no interpolation. (npm has odex, without type declarations, and dopri at 0.0.13.)
import { checkPositive, checkTime } from "./check.ts";

/** A differential equation: dy [dimension] ← f(t, y). */
export type Derivative = (t: number, y: Float64Array, dy: Float64Array) => void;

/** How exact, and how long. */
export interface IntegrationOptions {
  /** error of a step against |y|, default 1e-12 */
  readonly relative?: number;
  /** error of a step near 0, default 1e-14 */
  readonly absolute?: number;
  /** default 10⁶ */
  readonly maxSteps?: number;
}

/** How an integration ended, and what it found. */
export interface Integration {
  /** `breakdown`: the step fell below the spacing of numbers, or y left them */
  readonly status: "reached" | "max-steps" | "breakdown";
  /** states at the times reached, each [dimension] */
  readonly states: Float64Array[];
  /** steps tried, refused ones included */
  readonly steps: number;
}

const nodes = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];
const stages = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
].map((row) => Float64Array.from(row));
/** Fifth order less fourth. */
const difference = Float64Array.of(71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40);

/**
 * Integrates ẏ = f(t, y) from y(0) = start [dimension] through `times`, which ascend from 0. Six evaluations per step; the
 * error is controlled one step at a time, so that of the result is larger where the flow is unstable. RangeError for times or
 * tolerances that do not fit; numerical outcomes are values.
 *
 * @example
 * const { states } = integrate((t, y, dy) => { dy[0] = -y[0]; }, Float64Array.of(1), [1]); // e⁻¹
 */
export function integrate(
  f: Derivative,
  start: Float64Array,
  times: ArrayLike<number>,
  { relative = 1e-12, absolute = 1e-14, maxSteps = 1e6 }: IntegrationOptions = {},
): Integration {
  checkPositive("the relative tolerance", relative);
  checkPositive("the absolute tolerance", absolute);
  for (let i = 0; i < times.length; i++) {
    checkTime(times[i]);
    if (i > 0 && times[i] < times[i - 1])
      throw new RangeError(`times[${i}] is ${times[i]} after ${times[i - 1]}, accepted are ascending times`);
  }
  const size = start.length;
  const slopes = stages.map(() => new Float64Array(size));
  const trial = new Float64Array(size);
  let y = Float64Array.from(start);
  let next = new Float64Array(size);
  let t = 0;
  let steps = 0;
  const states: Float64Array[] = [];
  f(0, y, slopes[0]);
  let step = firstStep();

  /** Root mean square of `error` against the tolerance at |y|. */
  function scaled(error: Float64Array, other: Float64Array): number {
    let sum = 0;
    for (let k = 0; k < size; k++)
      sum += (error[k] / (absolute + relative * Math.max(Math.abs(y[k]), Math.abs(other[k])))) ** 2;
    return Math.sqrt(sum / size);
  }

  function firstStep(): number {
    const d0 = scaled(y, y);
    const d1 = scaled(slopes[0], y);
    const h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : (0.01 * d0) / d1;
    for (let k = 0; k < size; k++) trial[k] = y[k] + h0 * slopes[0][k];
    f(h0, trial, slopes[1]);
    for (let k = 0; k < size; k++) trial[k] = slopes[1][k] - slopes[0][k];
    const d2 = scaled(trial, y) / h0;
    const h1 = Math.max(d1, d2) <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : (0.01 / Math.max(d1, d2)) ** (1 / 5);
    return Math.min(100 * h0, h1);
  }

  for (let target = 0; target < times.length; target++) {
    while (t < times[target]) {
      if (steps++ >= maxSteps) return { status: "max-steps", states, steps: maxSteps };
      const left = times[target] - t;
      const last = step >= left;
      const h = last ? left : step;
      if (t + h === t && !last) return { status: "breakdown", states, steps };
      for (let s = 1; s < 7; s++) {
        const row = stages[s];
        const into = s === 6 ? next : trial;
        for (let k = 0; k < size; k++) {
          let sum = 0;
          for (let j = 0; j < s; j++) sum += row[j] * slopes[j][k];
          into[k] = y[k] + h * sum;
        }
        f(t + nodes[s] * h, into, slopes[s]);
      }
      for (let k = 0; k < size; k++) {
        let sum = 0;
        for (let j = 0; j < 7; j++) sum += difference[j] * slopes[j][k];
        trial[k] = h * sum;
      }
      const error = scaled(trial, next);
      // a step into NaN is one too far
      const factor = Number.isNaN(error) ? 0.2 : Math.min(5, Math.max(0.2, 0.9 * error ** -0.2));
      if (error <= 1) {
        t = last ? times[target] : t + h;
        [y, next] = [next, y];
        [slopes[0], slopes[6]] = [slopes[6], slopes[0]];
        step = last ? Math.max(step, h * factor) : h * factor;
      } else {
        step = h * Math.min(1, factor);
      }
    }
    states.push(Float64Array.from(y));
  }
  return { status: "reached", states, steps };
}
