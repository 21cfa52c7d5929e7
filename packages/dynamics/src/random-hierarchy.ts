// The random hierarchy model: L. Petrini, F. Cagnetta, U. Tomasini, A. Favero, M. Wyart, Phys. Rev. X 14, 031001 (2024),
// as github.com/pcsl-epfl/hierarchy-learning makes it. A class has m synonyms, pairs of features of the level below, each of
// which has m synonyms in turn, down to 2^L symbols. No two features of a level share a synonym, so that every input has one
// class, and choices number the inputs: input i is class ⌊i/m^(2^L − 1)⌋ with the digits of the rest to base m.
import { permutation } from "@widthwise/core";
import { checkCount } from "./check.ts";

const hierarchyRulesStream = 70;

/** A hierarchy as plain data; its rules follow from the seed. */
export interface Hierarchy {
  /** v: how many a place has to choose from, at every level below the classes */
  readonly symbols: number;
  readonly classes: number;
  /** m, at most v²/v and v²/classes, so that there are pairs enough */
  readonly synonyms: number;
  /** L; an input has 2^L symbols */
  readonly levels: number;
  readonly seed: number;
}

/** The rules of one draw, and every input by its number. */
export interface HierarchyData {
  /** 2^L·v, of an input as one-hot symbols, place by place */
  readonly d: number;
  /** classes·m^(2^L − 1) inputs in all */
  readonly count: number;
  classOf(input: number): number;
  /** out [2^L] ← symbols of an input. O(2^L). */
  symbols(input: number, out: Uint8Array): void;
}

/** Draws the rules. O(L·v²). RangeError where there are not pairs enough, or more than 2^53 inputs. */
export function randomHierarchy(hierarchy: Hierarchy): HierarchyData {
  const { symbols, classes, synonyms, levels, seed } = hierarchy;
  for (const [name, value] of Object.entries({ symbols, classes, synonyms, levels })) checkCount(name, value);
  const pairs = symbols ** 2;
  const most = Math.floor(pairs / Math.max(symbols, classes));
  if (synonyms > most)
    throw new RangeError(
      `synonyms is ${synonyms}, accepted are up to ${most} with ${symbols} symbols and ${classes} classes`,
    );
  const choices = 2 ** levels - 1;
  const perClass = synonyms ** choices;
  const count = classes * perClass;
  if (!Number.isSafeInteger(count)) throw new RangeError(`a hierarchy of ${count} inputs, accepted are 2^53`);
  // synonym s of feature f at a level is pair rules[level][f·m + s]
  const rules = Array.from({ length: levels }, (_, level) =>
    permutation(pairs, { seed, stream: hierarchyRulesStream }, level * pairs),
  );
  return {
    d: 2 ** levels * symbols,
    count,
    classOf: (input) => Math.floor(input / perClass),
    symbols(input, out) {
      out[0] = Math.floor(input / perClass);
      let rest = input % perClass;
      for (let level = 0; level < levels; level++)
        // from the right, so that a feature is read before its pair is written over it
        for (let place = 2 ** level - 1; place >= 0; place--) {
          const pair = rules[level][out[place] * synonyms + (rest % synonyms)];
          rest = Math.floor(rest / synonyms);
          out[2 * place] = Math.floor(pair / symbols);
          out[2 * place + 1] = pair % symbols;
        }
    },
  };
}
