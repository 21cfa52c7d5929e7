// What other packages may use.
export { bivariateTail } from "./bivariate.ts";
export { choleskyFactor, choleskyMacs, choleskySolve, pivotFloor, type Solved } from "./cholesky.ts";
export { type Counters, counterNames, newCounters, resetCounters } from "./counters.ts";
export { symmetricEigen, symmetricEigenvalues } from "./eigen.ts";
export { float32Above, float32Below, float32Max } from "./float32.ts";
export { freeMemory, NotEnoughMemory, needMemory, shortOfMemory, spaceLeft } from "./free-memory.ts";
export { gramOfRows } from "./gram.ts";
export { cosine, kernelDistance } from "./kernel-distance.ts";
export { LIVE_CHUNK, type LiveLaw, type LiveRows, liveLaw } from "./live-law.ts";
export type { Initialisation, Problem } from "./model.ts";
export { log } from "./natural-log.ts";
export { distance, dot, norm } from "./norm.ts";
export { fillNormals, normalTail, normalUpperQuantile } from "./normal.ts";
export { fillNormals32, normal32 } from "./normals32.ts";
export { permutation } from "./permutation.ts";
export { fillUniforms, type Key, philox, uniformOf } from "./philox.ts";
export { largestEigenvalue } from "./spectrum.ts";
export {
  batchesStream,
  liveNormalsStream,
  liveSkipsStream,
  liveStream,
  signsStream,
  weightsStream,
} from "./streams.ts";
export { initialWeights, type NormalSource, outputSigns } from "./weights.ts";
