// The parameters of the one-layer transformer of modular arithmetic, all in one row, and their values at the start.
import { fillNormals, fillUniforms } from "@widthwise/core";

const modularWeightsStream = 75;

/** How large the transformer is. */
export interface TransformerShape {
  /** p; tokens are 0 … p−1, ∘ and = */
  readonly prime: number;
  /** d */
  readonly width: number;
  /** they divide d */
  readonly heads: number;
  /** the most pairs at a time */
  readonly rows: number;
}

/** x, ∘, y, = */
export const PLACES = 4;

/** Sizes of the parameters, in the order in which they lie in the row. */
function transformerSizes({ prime, width: d }: TransformerShape) {
  const tokens = prime + 2;
  return {
    tokens: tokens * d,
    places: PLACES * d,
    query: d * d,
    key: d * d,
    value: d * d,
    output: d * d,
    gain1: d,
    bias1: d,
    expand: 4 * d * d,
    contract: 4 * d * d,
    gain2: d,
    bias2: d,
    readout: d * tokens,
  };
}

type ParameterName = keyof ReturnType<typeof transformerSizes>;
export type TransformerParameters<A = Float32Array> = Record<ParameterName, A>;

/** Views of parameters in a row [p], by name. */
export function partedParameters<A extends Float32Array | Float64Array>(
  flat: A,
  shape: TransformerShape,
): TransformerParameters<A> {
  let first = 0;
  const parts = Object.entries(transformerSizes(shape)).map(([name, size]): [string, A] => {
    first += size;
    return [name, flat.subarray(first - size, first) as A];
  });
  return Object.fromEntries(parts) as TransformerParameters<A>;
}

/**
 * The row [p] of PyTorch's initial values: embeddings N(0, 1), here over α; attention's projections uniform in ±√(6/4d)
 * (Xavier, of the three together), other matrices uniform in ±1/√inputs; gains 1, biases 0. O(p).
 */
export function transformerStart(shape: TransformerShape, alpha: number, seed: number): Float32Array {
  const sizes = transformerSizes(shape);
  const count = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const flat = new Float32Array(count);
  const parts = partedParameters(flat, shape);
  const d = shape.width;
  const embeddings = new Float64Array(sizes.tokens + sizes.places);
  fillNormals({ seed, stream: modularWeightsStream }, 0, embeddings);
  flat.set(embeddings.map((z) => z / alpha));
  const uniforms = new Float64Array(count);
  fillUniforms({ seed, stream: modularWeightsStream }, count, uniforms);
  const xavier = Math.sqrt(6 / (4 * d));
  const bounds = {
    ...{ query: xavier, key: xavier, value: xavier, output: 1 / Math.sqrt(d) },
    ...{ expand: 1 / Math.sqrt(d), contract: 1 / Math.sqrt(4 * d), readout: 1 / Math.sqrt(d) },
  };
  for (const [name, bound] of Object.entries(bounds)) {
    const part = parts[name as keyof typeof bounds];
    const first = (part.byteOffset - flat.byteOffset) / flat.BYTES_PER_ELEMENT;
    for (let k = 0; k < part.length; k++) part[k] = bound * (2 * uniforms[first + k] - 1);
  }
  parts.gain1.fill(1);
  parts.gain2.fill(1);
  return flat;
}
