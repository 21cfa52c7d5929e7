// Made data that are hard to tell apart: unit vectors close to a few centres, classes drawn by a fair coin.
import { createHash } from "node:crypto";
import { fillNormals, fillUniforms, type Key } from "@widthwise/core";
import { type Dataset, type Split, unit } from "./dataset.ts";
import { inputsStream } from "./sphere.ts";

const COUNT = 60_000;
const D = 784;
const CENTRES = 16;
/** Distance from a point to its centre: two points of a cluster have an inner product of about 1/(1 + SPREAD²). */
const SPREAD = 0.2;

// where the draws of each kind start in the stream: far apart, and beyond those of the set `sphere`
const centresAt = 2 ** 51;
const coinsAt = 2 ** 51 + 2 ** 40;
const pointsAt = 2 ** 51 + 2 ** 41;

function unitNormals(key: Key, first: number, d: number): Float64Array {
  const draws = new Float64Array(d);
  fillNormals(key, first, draws);
  const out = new Float64Array(d);
  unit(draws, out);
  return out;
}

function made(seed: number, offset: number, count: number, d: number): Split {
  const key = { seed, stream: inputsStream };
  const coins = new Float64Array(count);
  fillUniforms(key, coinsAt + offset, coins);
  const centres = Array.from({ length: CENTRES }, (_, c) => unitNormals(key, centresAt + c * d, d));
  return {
    count,
    d,
    classes: 2,
    labels: Uint8Array.from(coins, (u) => (u < 0.5 ? 0 : 1)),
    row: (i, out) => {
      const centre = centres[(offset + i) % CENTRES];
      const aside = unitNormals(key, pointsAt + (offset + i) * d, d);
      unit(
        aside.map((value, k) => centre[k] + SPREAD * value),
        out,
      );
    },
  };
}

/**
 * 60 000 points to train on and 10 000 for tests around 16 centres that are uniform on the sphere in R^d, classes drawn
 * by a fair coin; the same seed gives the same set.
 */
export function clustered(seed: number, d = D): Dataset {
  const sha256 = createHash("sha256")
    .update(`clustered d=${d} centres=${CENTRES} spread=${SPREAD} seed=${seed}`)
    .digest("hex");
  return {
    name: "clustered",
    sha256,
    train: made(seed, 0, COUNT, d),
    test: made(seed, COUNT, COUNT / 6, d),
  };
}
