// Counting by bit rows, one bit per neuron.

/** Number of set bits of a 32-bit word: H. Warren, Hacker's Delight, 2nd edition, §5-1. */
function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * counts [n, n] ← |S_i ∩ S_j| from bit rows [n, words], one bit per neuron. Combines n(n+1)/2·words words, which it
 * returns too.
 */
export function overlapsOfBits(
  bits: Uint32Array,
  n: number,
  words: number,
): { counts: Float64Array; words: number } {
  const counts = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let w = 0; w < words; w++) sum += popcount(bits[i * words + w] & bits[j * words + w]);
      counts[i * n + j] = sum;
      counts[j * n + i] = sum;
    }
  return { counts, words: ((n * (n + 1)) / 2) * words };
}
