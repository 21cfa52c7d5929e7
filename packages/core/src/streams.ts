// The random streams that several packages draw from. A stream of one package or one study is declared in the file that
// draws from it, in the same form: benchmarks/test/streams.test.ts fails when two have one number.

/** Initial weights w_r. */
export const weightsStream = 1;
/** Output weights a_r. */
export const signsStream = 2;
/** Live neurons: which input fires first, and how far. */
export const liveStream = 5;
/** Live neurons: how many slots are skipped before the next candidate. */
export const liveSkipsStream = 6;
/** Live neurons: the normal vector behind z. */
export const liveNormalsStream = 9;
/** Order of the training examples. */
export const batchesStream = 10;
