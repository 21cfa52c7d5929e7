// Printed in the outputs of the authors' released notebooks (allanraventos/getrichquick, two-layer-relu/): largest and smallest
// mean over 16 seeds on the grid of 17 τ by 17 δ, by step. Test loss is a mean square without ½.
/** What was measured at every step, in words. */
export const quantities = {
  testLoss: "test loss",
  kernelDistance: "kernel distance S",
  hamming: "Hamming distance",
  parameterDistance: "parameter distance",
} as const;

export type Quantity = keyof typeof quantities;

interface Extremes {
  readonly step: number;
  readonly quantity: Quantity;
  readonly most: number;
  readonly least: number;
}

export const printedSeeds = 16;

export const printed: readonly Extremes[] = [
  { step: 100, quantity: "testLoss", most: 0.01355, least: 0.001517 },
  { step: 100, quantity: "kernelDistance", most: 0.2385, least: 3.1e-5 },
  { step: 100, quantity: "hamming", most: 20.31, least: 0.0199 },
  { step: 100, quantity: "parameterDistance", most: 0.728, least: 0.0211 },
  { step: 1e3, quantity: "testLoss", most: 0.007902, least: 0.000868 },
  { step: 1e3, quantity: "kernelDistance", most: 0.537, least: 2.3e-4 },
  { step: 1e3, quantity: "hamming", most: 20.99, least: 0.104 },
  { step: 1e3, quantity: "parameterDistance", most: 1.807, least: 0.115 },
  { step: 1e4, quantity: "testLoss", most: 0.003915, least: 0.00073 },
  { step: 1e4, quantity: "kernelDistance", most: 0.6102, least: 4.7e-4 },
  { step: 1e4, quantity: "hamming", most: 21.15, least: 0.208 },
  { step: 1e4, quantity: "parameterDistance", most: 3.069, least: 0.213 },
  { step: 1e5, quantity: "testLoss", most: 0.004898, least: 0.000691 },
  { step: 1e5, quantity: "kernelDistance", most: 0.615, least: 7.8e-4 },
  { step: 1e5, quantity: "hamming", most: 21.18, least: 0.34 },
  { step: 1e5, quantity: "parameterDistance", most: 3.161, least: 0.315 },
  { step: 1e6, quantity: "testLoss", most: 0.004973, least: 0.000691 },
  { step: 1e6, quantity: "kernelDistance", most: 0.615, least: 8e-4 },
  { step: 1e6, quantity: "hamming", most: 21.18, least: 0.349 },
  { step: 1e6, quantity: "parameterDistance", most: 3.161, least: 0.32 },
];
