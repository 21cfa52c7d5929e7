// When enough has been measured: by how wide intervals are, never by where they lie.
import type { Comparison } from "@widthwise/measure";

/** Half of each interval is at most half of its threshold: then its standard error is about a fifth of it. */
export function isNarrow(
  { series }: Pick<Comparison, "series">,
  what: readonly ("level" | "exponent")[],
): boolean {
  return series.every((one) =>
    what.every((name) => {
      const { estimate, threshold } = one[name];
      const [width, limit] =
        name === "level"
          ? [Math.log(estimate.hi / estimate.lo), Math.log1p(threshold)]
          : [estimate.hi - estimate.lo, threshold];
      return width <= limit;
    }),
  );
}
