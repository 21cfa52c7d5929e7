// Made data: independent inputs uniform on the unit sphere, classes drawn by a fair coin.
import { createHash } from "node:crypto";
import { fillNormals, fillUniforms } from "@widthwise/core";
import { type Dataset, type Split, unit } from "./dataset.ts";

/** Random stream of made inputs and of their classes. */
export const inputsStream = 3;

const COUNT = 60_000;
const D = 784;

function made(seed: number, offset: number, count: number, d: number): Split {
  const coins = new Float64Array(count);
  // the stream's upper half: never reached by the inputs' draws
  fillUniforms({ seed, stream: inputsStream }, 2 ** 50 + offset, coins);
  return {
    count,
    d,
    classes: 2,
    labels: Uint8Array.from(coins, (u) => (u < 0.5 ? 0 : 1)),
    row: (i, out) => {
      const normals = new Float64Array(d);
      fillNormals({ seed, stream: inputsStream }, (offset + i) * d, normals);
      unit(normals, out);
    },
  };
}

/**
 * 60 000 points to train on and 10 000 for tests, uniform on the sphere in R^d, in two classes; the same seed gives the
 * same set. The classes of the test examples are drawn by the same coin: nothing can be learned about them, and an
 * accuracy beyond one half is chance.
 */
export function sphere(seed: number, d = D): Required<Dataset> {
  const sha256 = createHash("sha256").update(`sphere d=${d} seed=${seed}`).digest("hex");
  const name = d === D ? "sphere" : `sphere-${d}`;
  return { name, sha256, train: made(seed, 0, COUNT, d), test: made(seed, COUNT, COUNT / 6, d) };
}
