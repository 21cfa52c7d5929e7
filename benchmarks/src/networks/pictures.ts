// Pictures of a data set, whole or at half the resolution: class-balanced by the seed.
import { type Labels, trainingExamples } from "@widthwise/data";
import { type Context, Skipped } from "../measuring/jobs/study.ts";
import type { Choice, Drawn, Shape } from "./examples.ts";

/** Rows of length 1 to numbers of mean square about 1, in the order [place, channel]. */
type Pixels = (row: Float64Array, out: Float32Array) => void;

function drawn(
  name: string,
  { n, unseen, seed }: Choice,
  context: Context,
  labels: Labels,
  layout: (d: number) => { readonly pixels: Pixels } & Omit<Extract<Shape, { kind: "images" }>, "outputs">,
): Drawn {
  const { train, test } = context.dataset(name);
  if (test === undefined) throw new Skipped(`data set ${name} keeps no examples apart for a test`);
  const { pixels, ...shape } = layout(train.d);
  const rows = (split: typeof train, count: number) => {
    const { d, inputs, labels: targets, classes, outputs } = trainingExamples(split, count, labels, seed);
    const out = new Float32Array(count * shape.d);
    for (let i = 0; i < count; i++)
      pixels(inputs.subarray(i * d, (i + 1) * d), out.subarray(i * shape.d, (i + 1) * shape.d));
    return { inputs: out, targets: Float32Array.from(targets), classes, outputs };
  };
  const [first, rest] = [rows(train, n), rows(test, unseen)];
  return { shape: { ...shape, outputs: first.outputs }, train: first, unseen: rest };
}

/** Rows of length √d, an output per class; the planes of colours become channels. */
export const wholePictures = (name: string, choice: Choice, context: Context): Drawn =>
  drawn(name, choice, context, "one-hot", (d) => {
    const channels = Number.isInteger(Math.sqrt(d)) ? 1 : 3;
    const places = d / channels;
    return {
      kind: "images",
      d,
      side: Math.sqrt(places),
      channels,
      pixels(row, out) {
        for (let k = 0; k < d; k++)
          out[(k % places) * channels + Math.floor(k / places)] = row[k] * Math.sqrt(d);
      },
    };
  });

/** Side of the pictures, and of one after the mean over 2 by 2 pixels. */
const [SIDE, HALF] = [28, 14];

/** Pictures of 28 by 28, each 2 by 2 pixels meaned to one; Skipped for others. */
export const halvedPictures = (name: string, choice: Choice, context: Context, labels: Labels): Drawn =>
  drawn(name, choice, context, labels, (d) => {
    if (d !== SIDE ** 2) throw new Skipped(`pictures of ${d} numbers: ${SIDE} by ${SIDE} are needed`);
    return {
      kind: "images",
      d: HALF ** 2,
      side: HALF,
      channels: 1,
      pixels(row, out) {
        for (let place = 0; place < out.length; place++) {
          const at = 2 * Math.floor(place / HALF) * SIDE + 2 * (place % HALF);
          const sum = row[at] + row[at + 1] + row[at + SIDE] + row[at + SIDE + 1];
          out[place] = (SIDE * sum) / 4;
        }
      },
    };
  });
