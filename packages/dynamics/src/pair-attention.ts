// Attention of the last place of "x ∘ y =" to all four. A place's key and value depend on its token and place alone, so that
// they stand in tables of 2p + 2 rows: x at the first place, y at the third, then ∘ and =.
import type { Pairs } from "./modular-arithmetic.ts";
import { PLACES, type TransformerShape } from "./transformer-parameters.ts";

/** Rows of the tables of keys and values. */
export const tableRows = (prime: number) => 2 * prime + 2;

/** Softmax attention, head by head, with its gradient; float32, kept for the backward pass. */
export class PairAttention {
  readonly #shape: TransformerShape;
  /** ∂L/∂keys and ∂L/∂values [2p + 2, d] of the last backward pass */
  readonly keyGradient: Float32Array;
  readonly valueGradient: Float32Array;
  /** of the tables' rows by head, [2p + 2, heads] */
  readonly #scores: Float32Array;
  readonly #scoreGradient: Float32Array;
  /** [rows, heads, 4] */
  readonly #attention: Float32Array;
  readonly #at = new Int32Array(PLACES);

  constructor(shape: TransformerShape) {
    const { prime, width: d, heads, rows } = shape;
    const table = tableRows(prime);
    this.#shape = shape;
    this.keyGradient = new Float32Array(table * d);
    this.valueGradient = new Float32Array(table * d);
    this.#scores = new Float32Array(table * heads);
    this.#scoreGradient = new Float32Array(table * heads);
    this.#attention = new Float32Array(rows * heads * PLACES);
  }

  /** Rows of the tables for pair b: x, ∘, y, =. */
  #rowsOf({ x, y }: Pairs, b: number): Int32Array {
    const { prime } = this.#shape;
    const at = this.#at;
    at[0] = x[b];
    at[1] = 2 * prime;
    at[2] = prime + y[b];
    at[3] = 2 * prime + 1;
    return at;
  }

  /**
   * mixed [count, d] ← values [2p + 2, d] by what query [d] attends to among keys [2p + 2, d]. (2p + 2 + 4·count)·d
   * multiply-adds.
   */
  forward(
    pairs: Pairs,
    query: Float32Array,
    keys: Float32Array,
    values: Float32Array,
    mixed: Float32Array,
  ): void {
    const { prime, width: d, heads } = this.#shape;
    const size = d / heads;
    const scores = this.#scores;
    const scale = 1 / Math.sqrt(size);
    for (let row = 0; row < tableRows(prime); row++)
      for (let head = 0; head < heads; head++) {
        let sum = 0;
        for (let k = head * size; k < (head + 1) * size; k++) sum += query[k] * keys[row * d + k];
        scores[row * heads + head] = sum * scale;
      }
    const attention = this.#attention;
    for (let b = 0; b < pairs.x.length; b++) {
      const at = this.#rowsOf(pairs, b);
      for (let head = 0; head < heads; head++) {
        const first = (b * heads + head) * PLACES;
        softmaxOf(scores, at, heads, head, attention, first);
        const a0 = attention[first];
        const a1 = attention[first + 1];
        const a2 = attention[first + 2];
        const a3 = attention[first + 3];
        const r0 = at[0] * d;
        const r1 = at[1] * d;
        const r2 = at[2] * d;
        const r3 = at[3] * d;
        for (let k = head * size; k < (head + 1) * size; k++)
          mixed[b * d + k] =
            a0 * values[r0 + k] + a1 * values[r1 + k] + a2 * values[r2 + k] + a3 * values[r3 + k];
      }
    }
  }

  /** From ∂L/∂mixed [count, d] of the last forward pass: keyGradient, valueGradient, and, returned, ∂L/∂query [d]. */
  backward(
    pairs: Pairs,
    query: Float32Array,
    keys: Float32Array,
    values: Float32Array,
    mixedGradient: Float32Array,
  ): Float64Array {
    const { prime, width: d, heads } = this.#shape;
    const size = d / heads;
    const attention = this.#attention;
    const valueGradient = this.valueGradient.fill(0);
    const scoreGradient = this.#scoreGradient.fill(0);
    const shares = new Float64Array(PLACES);
    for (let b = 0; b < pairs.x.length; b++) {
      const at = this.#rowsOf(pairs, b);
      for (let head = 0; head < heads; head++) {
        const first = (b * heads + head) * PLACES;
        let mean = 0;
        for (let place = 0; place < PLACES; place++) {
          const a = attention[first + place];
          const row = at[place] * d;
          let share = 0;
          for (let k = head * size; k < (head + 1) * size; k++) {
            const pull = mixedGradient[b * d + k];
            share += pull * values[row + k];
            valueGradient[row + k] += a * pull;
          }
          shares[place] = share;
          mean += a * share;
        }
        for (let place = 0; place < PLACES; place++)
          scoreGradient[at[place] * heads + head] += attention[first + place] * (shares[place] - mean);
      }
    }
    const scale = 1 / Math.sqrt(size);
    const queryGradient = new Float64Array(d);
    for (let row = 0; row < tableRows(prime); row++)
      for (let k = 0; k < d; k++) {
        const pull = scoreGradient[row * heads + Math.floor(k / size)] * scale;
        this.keyGradient[row * d + k] = pull * query[k];
        queryGradient[k] += pull * keys[row * d + k];
      }
    return queryGradient;
  }
}

/** attention [first …] ← softmax over places of a head's scores at rows `at`. */
function softmaxOf(
  scores: Float32Array,
  at: Int32Array,
  heads: number,
  head: number,
  attention: Float32Array,
  first: number,
): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < PLACES; place++) top = Math.max(top, scores[at[place] * heads + head]);
  let sum = 0;
  for (let place = 0; place < PLACES; place++) {
    const e = Math.exp(scores[at[place] * heads + head] - top);
    attention[first + place] = e;
    sum += e;
  }
  for (let place = 0; place < PLACES; place++) attention[first + place] /= sum;
}
