// What the package offers, in the order of the README: the minimal model and its exact flow, wider and deeper models, and the
// networks of the paper's experiments.

export { type Polar, polar, polarVelocity } from "./alignment.ts";
export { basinOf } from "./basin.ts";
export { deepInterpolator, deepPotentialGradient, deepVelocity } from "./deep-linear.ts";
export { type Derivative, type Integration, type IntegrationOptions, integrate } from "./dormand-prince.ts";
export { type ExactSolution, exactSolution, type State } from "./exact-solution.ts";
export { packNeuron, regressionFlow, unpackNeuron, whitenedFlow } from "./gradient-flow.ts";
export { type GrokkingRun, grok, type Look } from "./grokking.ts";
export { entropyCurvature, entropySlope, hyperbolicEntropy } from "./hyperbolic-entropy.ts";
export { linearTerm, potential, potentialGradient, printedLinearTerm } from "./implicit-bias.ts";
export {
  type Interpolator,
  type InterpolatorLimits,
  interpolator,
  interpolatorLimits,
} from "./interpolator.ts";
export {
  type HierarchyOutcome,
  type HierarchyRun,
  hierarchyClassifier,
  learnHierarchy,
  oneHot,
} from "./learn-hierarchy.ts";
export {
  conserved,
  linearMap,
  type MinimalModel,
  minimalModel,
  modelOf,
  type Neuron,
  type Rates,
  unitRates,
} from "./minimal-model.ts";
export { type ModularTask, modularPairs, type Pairs } from "./modular-arithmetic.ts";
export { ModularTransformer } from "./modular-transformer.ts";
export {
  kernelSensitivity,
  neuronKernel,
  notebookKernelDistance,
  preconditioner,
  whitenedKernelDistance,
} from "./neuron-kernel.ts";
export {
  neuronPolarVelocity,
  type PiecewiseLinear,
  type PolarVelocity,
  piecewiseKernel,
  piecewiseOutputs,
  piecewisePulls,
  piecewiseVelocity,
} from "./piecewise-linear.ts";
export { type Hierarchy, type HierarchyData, randomHierarchy } from "./random-hierarchy.ts";
export { type Regression, type RowSpace, rowSpace } from "./regression.ts";
export { preactivations, type ReluNetwork, reluKernel, reluOutputs } from "./relu-measures.ts";
export { type Descent, type DescentState, imbalances, stochasticDescent } from "./stochastic-descent.ts";
export {
  figureOneB,
  type Measurement,
  type Start,
  type StudentTeacher,
  studentStart,
  studentTeacher,
  type Task,
  type Training,
  trainStudent,
} from "./student-teacher.ts";
export { type TransformerShape, transformerStart } from "./transformer-parameters.ts";
export { drawNeurons, relativeImbalances, unitRateScales, withoutSpread } from "./unit-rate-scales.ts";
export {
  conservedMatrix,
  isotropicNetwork,
  isotropicVelocity,
  mapVelocity,
  singularValueVelocity,
  type WideLinear,
  wideMap,
  widePreconditioner,
  wideVelocity,
} from "./wide-linear.ts";
