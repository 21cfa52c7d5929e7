// Self-attention as a layer.
import { dense } from "./affine.ts";
import type { Dual } from "./dual.ts";
import type { Layer } from "./layer.ts";
import type { ParametrisationName } from "./parametrisation.ts";
import type { Tape } from "./tape.ts";

/** How it is scaled, and what a place sees. */
export interface AttentionOptions {
  /** default standard */
  readonly parametrisation?: ParametrisationName;
  /** true: a place sees itself and those before it; default true */
  readonly causal?: boolean;
}

/** A score that softmax turns to 0 in float32. */
const NEVER = -1e9;

/**
 * Multi-head self-attention, Vaswani et al. 2017, section 3.2, without biases: x [B, length, d] ↦ [B, length, d].
 * 4·length·d² + 2·length²·d multiply-adds per example. Maximal update divides scores by d/heads instead of its root (Yang et
 * al. 2022, definition 4.1). RangeError where heads do not divide d.
 */
export function attention(d: number, heads: number, options: AttentionOptions = {}): Layer {
  const { parametrisation = "standard", causal = true } = options;
  if (d % heads !== 0) throw new RangeError(`${heads} heads do not divide width ${d}`);
  const size = d / heads;
  const projection = dense(d, d, { parametrisation, bias: false });
  const scale = parametrisation === "maximal-update" ? 1 / size : 1 / Math.sqrt(size);
  const names = ["query", "key", "value", "output"];
  return {
    parameters: names.map((name) => ({ ...projection.parameters[0], name })),
    apply(tape, [q, k, v, o], x) {
      const { tf } = tape;
      const [, length] = x.value.shape as number[];
      const project = (w: Dual) => split(tape, projection.apply(tape, [w], x), heads);
      const keys = tape.transpose(project(k), [0, 2, 1]);
      let scores = tape.scale(tape.matMul(project(q), keys), scale);
      if (causal) {
        const hidden = Float32Array.from({ length: length * length }, (_, p) =>
          p % length > Math.floor(p / length) ? NEVER : 0,
        );
        scores = tape.offset(scores, tf.tensor(hidden, [1, length, length]));
      }
      const mixed = join(tape, tape.matMul(tape.softmax(scores), project(v)), heads);
      return projection.apply(tape, [o], mixed);
    },
  };
}

/** [B, length, heads·size] ↦ [B·heads, length, size] */
function split(tape: Tape, x: Dual, heads: number): Dual {
  const [examples, length, d] = x.value.shape;
  const parted = tape.reshape(x, [examples, length, heads, d / heads]);
  return tape.reshape(tape.transpose(parted, [0, 2, 1, 3]), [examples * heads, length, d / heads]);
}

/** The inverse of `split`. */
function join(tape: Tape, x: Dual, heads: number): Dual {
  const [rows, length, size] = x.value.shape;
  const parted = tape.reshape(x, [rows / heads, heads, length, size]);
  return tape.reshape(tape.transpose(parted, [0, 2, 1, 3]), [rows / heads, length, heads * size]);
}
