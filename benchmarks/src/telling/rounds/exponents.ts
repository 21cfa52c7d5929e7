// What the exponents of a result are estimates of.
import type { Result } from "@widthwise/measure";
import type { Text } from "../../page/document.ts";

/** Older results have Theil–Sen slopes. */
export const isLeastSquares = ({ fits }: Result): boolean =>
  fits.some(({ exponent }) => exponent.method === "ols-serial");

/** Above a table of exponents; nothing where they are Theil–Sen slopes. */
export const exponentNote = (result: Result): { note?: Text } =>
  isLeastSquares(result)
    ? {
        note: "An exponent is the slope of the least-squares line through the logarithms of the true times over the widths beside it; its 95 % interval holds where neighbouring widths err alike. Of a line that bends it is an average: look at the local exponents.",
      }
    : {};
