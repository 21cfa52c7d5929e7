export { AdamW, type AdamWOptions } from "./adamw.ts";
export { type Polar, polar, polarVelocity } from "./alignment.ts";
export { basinOf } from "./basin.ts";
export {
  deepInterpolator,
  deepPotential,
  deepPotentialGradient,
  deepVelocity,
} from "./deep-linear.ts";
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
  kappa,
  linearMap,
  type MinimalModel,
  minimalModel,
  modelOf,
  type Neuron,
  type Rates,
  unitRates,
} from "./minimal-model.ts";
export { type ModularTask, modularPairs, type Operation, type Pairs } from "./modular-arithmetic.ts";
export {
  ModularTransformer,
  partedParameters,
  type TransformerScales,
  type TransformerShape,
  transformerStart,
} from "./modular-transformer.ts";
export {
  kernelSensitivity,
  neuronKernel,
  notebookKernelDistance,
  preconditioner,
  whitenedKernelDistance,
} from "./neuron-kernel.ts";
export {
  neuronPolarVelocity,
  outputs,
  type PiecewiseLinear,
  type PolarVelocity,
  piecewiseKernel,
  piecewiseVelocity,
  pulls,
  slopes,
} from "./piecewise-linear.ts";
export { type Hierarchy, type HierarchyData, randomHierarchy } from "./random-hierarchy.ts";
export { type Regression, type RowSpace, rowSpace } from "./regression.ts";
export { type ClassifierShape, ReluClassifier, type Writer } from "./relu-classifier.ts";
export {
  hammingDistance,
  parameterDistance,
  preactivations,
  type ReluNetwork,
  reluKernel,
  reluOutputs,
} from "./relu-measures.ts";
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
export {
  drawNeurons,
  relativeImbalances,
  type UnitRateScales,
  unitRateScales,
  withoutSpread,
} from "./unit-rate-scales.ts";
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
