// What the package offers: random projections, preconditioners made of them, and the solvers that use them.

export { type Distribution, type Kind, kinds } from "./distribution.ts";
export { denseMap, gramOf, type LinearMap } from "./linear-map.ts";
export { type LeastNormSolution, lsqr } from "./lsqr.ts";
export { type GramSolution, pcg } from "./pcg.ts";
export {
  type Factor,
  type FactorOptions,
  factorSketch,
  type Preconditioned,
  type Preconditioner,
  sketchJacobian,
  sketchPreconditioner,
} from "./preconditioner.ts";
export { type Sketch, sample } from "./sample.ts";
export {
  type Embedding,
  expectedCondition,
  expectedSteps,
  theoreticalRows,
  theoreticalTolerance,
} from "./sketch-size.ts";
export { type SketchedOptions, type SketchedSolution, solveSketched } from "./solve.ts";
export type { Outcome, SolverOptions } from "./solver.ts";
export { type SparseColumns, sparseColumns } from "./sparse-columns.ts";
