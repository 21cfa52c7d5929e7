// What the package offers, in the order of the README: networks and their layers, derivatives, the tangent kernel,
// training on linearisations, and measures of what was learnt.

export { type ActivationName, activation } from "./activation.ts";
export { convolution, dense } from "./affine.ts";
export { attention } from "./attention.ts";
export { coordinateInputs, coordinateModel } from "./coordinate-model.ts";
export type { Dual } from "./dual.ts";
export { type EffectiveRanks, effectiveRanks, rankGrowth } from "./effective-rank.ts";
export { embedding } from "./embedding.ts";
export { evaluate, shuffled } from "./evaluate.ts";
export { centredAlignment, labelAlignment, parameterChange } from "./feature-learning.ts";
export { fullRows } from "./full-rows.ts";
export { type GaussNewtonOptions, gaussNewtonStep, type Solve } from "./gauss-newton.ts";
export { GradientSubspace, type SubspaceOptions } from "./gradient-subspace.ts";
export { type InnerDescentOptions, innerDescentStep } from "./inner-descent.ts";
export { IterativeLinearisation, type LinearisationOptions } from "./iterative-linearisation.ts";
export { type Layer, type Parameter, residual, sequence } from "./layer.ts";
export { layerNorm } from "./layer-norm.ts";
export { directionalLaziness, jacobianChange, type Place, spectralLaziness } from "./laziness.ts";
export type { LinearisedStep } from "./linearised-step.ts";
export { type Jacobian, linearize } from "./linearize.ts";
export { type Loss, losses, lossGradient } from "./loss.ts";
export { type LowRankOptions, LowRankTraining } from "./low-rank-training.ts";
export {
  flat,
  initialParameters,
  inner,
  type Model,
  type Parameters,
  parameterCount,
  plus,
  unflat,
} from "./model.ts";
export { Network } from "./network.ts";
export { lenet, lenetLayers, mlp, residualCnn, transformer } from "./networks.ts";
export { Optimiser, type OptimiserOptions } from "./optimiser.ts";
export { type ParametrisationName, parametrisations, type Scaling } from "./parametrisation.ts";
export {
  balancedReferences,
  kMeansReferences,
  leverageReferences,
  randomReferences,
} from "./reference-set.ts";
export { flatten, globalMean, image, lastPlace, pooling } from "./shape-layers.ts";
export { type Features, type KernelOptions, tangentKernel } from "./tangent-kernel.ts";
export { tangentModel } from "./tangent-model.ts";
export type { Tape } from "./tape.ts";
export type { Tf } from "./tf.ts";
