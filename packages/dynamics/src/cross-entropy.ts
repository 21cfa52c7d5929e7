// The cross-entropy of softmax over a batch, with its gradient.

/** Logits [rows, classes] with a class for each of the first `labels.length` rows. */
export interface Classified {
  readonly logits: Float32Array;
  readonly classes: number;
  readonly labels: ArrayLike<number>;
  /** what logits are multiplied by before the softmax */
  readonly scale: number;
}

/**
 * Mean cross-entropy of softmax(scale·logits), the rows whose largest logit is their label's, and, where `gradient`
 * [rows, classes] is given, ∂loss/∂logits in it, 0 in rows without a label. O(rows·classes).
 */
export function crossEntropy(
  { logits, classes, labels, scale }: Classified,
  gradient?: Float32Array,
): { readonly loss: number; readonly correct: number } {
  const count = labels.length;
  const exponentials = new Float64Array(classes);
  let loss = 0;
  let correct = 0;
  for (let row = 0; row < count; row++) {
    const first = row * classes;
    let best = first;
    for (let k = first + 1; k < first + classes; k++) if (logits[k] > logits[best]) best = k;
    const top = logits[best];
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const e = Math.exp(scale * (logits[first + k] - top));
      exponentials[k] = e;
      sum += e;
    }
    const label = labels[row];
    loss += Math.log(sum) - scale * (logits[first + label] - top);
    if (best === first + label) correct++;
    if (gradient === undefined) continue;
    const share = scale / count;
    for (let k = 0; k < classes; k++) gradient[first + k] = (share / sum) * exponentials[k];
    gradient[first + label] -= share;
  }
  gradient?.fill(0, count * classes);
  return { loss: loss / count, correct };
}
