// Names of the operations of search structures, `<structure>-<operation>`: what a suite lists and a report reads back.
import { structures } from "@widthwise/sparse-tree";

/**
 * `query`: the fired sets of all n inputs, by `fired`. `query-dual`: the same pairs neuron by neuron, where a structure
 * has that. `query-none`: all inputs at a threshold that nothing reaches, the way that is cheapest for the structure.
 * `update-few`: a batch of random neurons. `update-step`: the moves of one Gauss–Newton step, given as differences.
 * `gn-step`, `gd-step`: a step of Gauss–Newton or gradient descent taken whole, from its n coefficients.
 * `build`: from z [n, m].
 */
const operations = [
  "query",
  "query-dual",
  "query-none",
  "update-few",
  "update-step",
  "gn-step",
  "gd-step",
  "build",
] as const;

export type Operation = (typeof operations)[number];

export interface StructureOperation {
  readonly structure: string;
  readonly operation: Operation;
}

/** The two parts of a name; undefined for every other algorithm. */
export function structureOperation(algorithm: string): StructureOperation | undefined {
  for (const structure of Object.keys(structures)) {
    if (!algorithm.startsWith(`${structure}-`)) continue;
    const operation = operations.find((each) => each === algorithm.slice(structure.length + 1));
    if (operation !== undefined) return { structure, operation };
  }
  return undefined;
}

/** Structures that answer every query by looking at everything: what a search is held against. */
export const scanStructure = "linear-scan";
