// Random models and regressions for the tests, of every sign and scale.
import { fillNormals, fillUniforms } from "@widthwise/core";
import { type MinimalModel, minimalModel, modelOf, type Rates, type Regression } from "../src/index.ts";

/** A random source of its own for each number. */
export function draws(number: number) {
  const uniform = new Float64Array(64);
  const normal = new Float64Array(256);
  fillUniforms({ seed: number, stream: 101 }, 0, uniform);
  fillNormals({ seed: number, stream: 102 }, 0, normal);
  let u = 0;
  let z = 0;
  return {
    uniform: (from: number, to: number) => from + (to - from) * uniform[u++],
    integer: (from: number, to: number) => Math.floor(from + (to + 1 - from) * uniform[u++]),
    normals: (count: number) => {
      z += count;
      return normal.slice(z - count, z);
    },
  };
}

export interface Case {
  readonly model: MinimalModel;
  readonly target: Float64Array;
}

/** Initial states of every kind, in turn: generic, balanced, a₀ = 0, sign changes, far upstream, far downstream, w₀ = 0. */
export function randomCase(number: number): Case {
  const { uniform, integer, normals } = draws(number);
  const d = integer(1, 4);
  const rates: Rates = { a: 2 ** uniform(-2, 2), w: 2 ** uniform(-2, 2) };
  const target = normals(d);
  const w = normals(d).map((value) => value * 0.7);
  const length = Math.hypot(...w);
  const a = normals(1)[0];
  switch (number % 7) {
    case 0:
      return { model: minimalModel(a, w, rates), target };
    case 1:
      return { model: minimalModel(Math.sign(a) * Math.sqrt(rates.a / rates.w) * length, w, rates), target };
    case 2:
      return { model: minimalModel(0, w, rates), target };
    case 3: {
      // small readout against the pull of ⟨w, β*⟩: a goes through 0
      const pull = w.reduce((sum, value, i) => sum + value * target[i], 0);
      return { model: minimalModel(-0.05 * Math.sign(pull) * Math.abs(a), w, rates), target };
    }
    case 4:
      return { model: modelOf(normals(d), 10 ** uniform(0, 1.5), rates, a < 0 ? -1 : 1), target };
    case 5:
      return { model: modelOf(normals(d), -(10 ** uniform(0, 1.5)), rates, a < 0 ? -1 : 1), target };
    default:
      return { model: minimalModel(a, new Float64Array(d), rates), target };
  }
}

/** X [n, d] and y [n] of standard normals. */
export function randomRegression(number: number, n: number, d: number): Regression {
  const { normals } = draws(number);
  return { inputs: normals(n * d), labels: normals(n), n, d };
}
