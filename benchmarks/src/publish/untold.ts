// A page that cannot be made: which, and why. It leaves all others alone.
import { endingOf } from "../ending.ts";

export interface Untold {
  /** below the root, with "/" */
  readonly path: string;
  readonly why: string;
}

/** What `make` gives; where it throws undefined, and the reason in `untold`. */
export async function attempt<T>(
  path: string,
  untold: Untold[],
  make: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    untold.push({ path, why: (await endingOf(error)).message });
    return undefined;
  }
}
