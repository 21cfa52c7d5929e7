// Both revisions, built once, at as many places as are asked for: what depends on where a side lies changes with the place.
import { join } from "node:path";
import { codeOfSide, differingFiles } from "./code-of-side.ts";
import type { Side } from "./pair-events.ts";
import { copySide, makeSide } from "./side.ts";

/** Folders by side, their paths equally long. */
export type Place = Readonly<Record<Side, string>>;

export class Sides {
  readonly #folder: string;
  readonly #places = new Map<number, Place>();
  /** full names of commits */
  readonly commits: Readonly<Record<Side, string>>;
  /** files that a worker may load and that differ, comments apart */
  readonly differing: readonly string[];

  private constructor(folder: string, commits: Sides["commits"], origin: Place) {
    this.#folder = folder;
    this.#places.set(0, origin);
    this.commits = commits;
    this.differing = differingFiles(codeOfSide(origin.base), codeOfSide(origin.head));
  }

  /** Builds both below a folder. Unmeasurable where one cannot be built. */
  static async build(folder: string, commits: Sides["commits"]): Promise<Sides> {
    const origin = placeBelow(folder, 0);
    await makeSide(origin.base, commits.base);
    await makeSide(origin.head, commits.head);
    return new Sides(folder, commits, origin);
  }

  /** The place of that number, copied from the first where it is new. */
  place(number: number): Place {
    const known = this.#places.get(number);
    if (known !== undefined) return known;
    const place = placeBelow(this.#folder, number);
    const origin = this.place(0);
    copySide(origin.base, place.base);
    copySide(origin.head, place.head);
    this.#places.set(number, place);
    return place;
  }
}

/** The sides swap names from place to place. */
function placeBelow(folder: string, number: number): Place {
  const [base, head] = number % 2 === 0 ? ["a", "b"] : ["b", "a"];
  return { base: join(folder, `${number}`, base), head: join(folder, `${number}`, head) };
}
