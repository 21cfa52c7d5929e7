// How parameters are scaled by width: Yang & Hu 2021, "Tensor programs IV: feature learning in infinite-width neural
// networks", definition 3.1 and table 1.

/** What a parameter does: only `hidden` weights join two wide layers. */
export type Role = "input" | "hidden" | "output" | "bias" | "gain" | "embedding";

/** fanIn^a · fanOut^b */
export interface Power {
  readonly fanIn?: number;
  readonly fanOut?: number;
}

/** w enters the network as multiplier·w, starts as N(0, std²), and learns at rate times the optimiser's rate (SGD). */
export interface Scaling {
  readonly multiplier: Power;
  readonly std: Power;
  readonly rate: Power;
}

/** Scalings of every role; gains have none. */
export type Parametrisation = Readonly<Record<Exclude<Role, "gain">, Scaling>>;

const one: Power = {};
const constant: Scaling = { multiplier: one, std: one, rate: one };
const standard: Scaling = { multiplier: one, std: { fanIn: -0.5 }, rate: one };
const tangent: Scaling = { multiplier: { fanIn: -0.5 }, std: one, rate: one };

/**
 * The four parametrisations as data. Where the source counts the input dimension d as constant, 1/√d is put in, so that
 * first activations do not grow with d. Mean field beyond two layers is the naive one, whose signal vanishes with depth
 * (Yang & Hu, section 3); in two layers it equals maximal update.
 */
export const parametrisations = {
  standard: { input: standard, hidden: standard, output: standard, bias: constant, embedding: constant },
  "tangent-kernel": { input: tangent, hidden: tangent, output: tangent, bias: constant, embedding: constant },
  "mean-field": {
    input: { multiplier: { fanIn: -0.5 }, std: one, rate: { fanOut: 1 } },
    hidden: { multiplier: { fanIn: -1 }, std: one, rate: { fanIn: 1, fanOut: 1 } },
    output: { multiplier: { fanIn: -1 }, std: one, rate: { fanIn: 1 } },
    bias: { multiplier: one, std: one, rate: { fanOut: 1 } },
    embedding: { multiplier: one, std: one, rate: { fanOut: 1 } },
  },
  "maximal-update": {
    input: { multiplier: { fanOut: 0.5 }, std: { fanIn: -0.5, fanOut: -0.5 }, rate: one },
    hidden: { multiplier: one, std: { fanIn: -0.5 }, rate: one },
    output: { multiplier: { fanIn: -0.5 }, std: { fanIn: -0.5 }, rate: one },
    bias: { multiplier: { fanOut: 0.5 }, std: one, rate: one },
    embedding: { multiplier: { fanOut: 0.5 }, std: { fanOut: -0.5 }, rate: one },
  },
} as const satisfies Record<string, Parametrisation>;

/** The same name in networks, suites and reports. */
export type ParametrisationName = keyof typeof parametrisations;

/** fanIn^a · fanOut^b of a weight [inputs, outputs]. */
export function powerOf({ fanIn = 0, fanOut = 0 }: Power, inputs: number, outputs: number): number {
  return inputs ** fanIn * outputs ** fanOut;
}
