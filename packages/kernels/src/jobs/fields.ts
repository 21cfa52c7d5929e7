// The fields of every job. This is their only list: the loader takes its offsets from it, and the build writes from it
// the classes through which the kernels read them (dist/jobs.ts). A field whose value is an address is a u32.
import type { Fields } from "./job.ts";

/** Neurons in a block of work of the dense network, and at most so many rows of the live neurons. */
export const BLOCK = 256;

export const jobs = {
  /** C [rows, cols] ← A·B; see assembly/gemm.ts. */
  Gemm: {
    rows: "u32",
    inner: "u32",
    cols: "u32",
    /** 1: A is stored [inner, rows] */
    aAcross: "u32",
    /** 1: B is stored [cols, inner] */
    bDown: "u32",
    a: "u32",
    b: "u32",
    c: "u32",
    /** one task computes a block of C [rowBlock, colBlock] */
    rowBlock: "u32",
    colBlock: "u32",
    scratch: "u32",
    /** bytes of scratch for each thread */
    scratchBytes: "u32",
  },

  /** The dense two-layer network; see assembly/network.ts. */
  Network: {
    n: "u32",
    d: "u32",
    width: "u32",
    /** strips of X [n, d] and of Xᵀ [d, n] */
    x: "u32",
    xt: "u32",
    /** float32 [panels][stripRows(d)][8] */
    weights: "u32",
    /** a_r float32 [panels · 8], zero for padding */
    signs: "u32",
    /** bits [blocks][n][256] */
    masks: "u32",
    /** float64 [blocks][n] */
    shares: "u32",
    /** float64 [n]: f times √m */
    sums: "u32",
    /** float32 [n]: −u_i/√m, or u_i/√m for Adam */
    coefficients: "u32",
    /** uint32 [threads][n][n] */
    overlaps: "u32",
    scratch: "u32",
    /** bytes of scratch for each thread */
    scratchBytes: "u32",
    shift: "f32",
    antisymmetric: "u32",
    seedLow: "u32",
    seedHigh: "u32",
    stream: "u32",
  },

  /** A step of Adam on the dense network; see assembly/adam.ts. */
  Adam: {
    /** the network's job */
    network: "u32",
    /** float32, laid out as the weights */
    mean: "u32",
    square: "u32",
    /** one panel for each thread */
    gradients: "u32",
    /** α/(1 − β₁ᵗ) and 1/√(1 − β₂ᵗ) */
    step: "f32",
    root: "f32",
    decay1: "f32",
    decay2: "f32",
    epsilon: "f32",
  },

  /** A two-layer ReLU network with both layers trained; see assembly/student.ts. */
  Student: {
    n: "u32",
    d: "u32",
    width: "u32",
    /** panels of eight inputs in a chunk */
    chunk: "u32",
    /** X float32 as panels of inputs [n/8][d][8] and, for the way back, of coordinates [d/8][n rounded up to 8][8] */
    x: "u32",
    across: "u32",
    /** y float64 [n rounded up to 8] */
    labels: "u32",
    /** float64 [width] and [width, d] */
    a: "u32",
    w: "u32",
    /** w in float32 [width, d], and as strips */
    rounded: "u32",
    strips: "u32",
    /** float32 [stripRows(width)][8] */
    z: "u32",
    /** float32 [width][8 chunk], and as strips */
    pulls: "u32",
    pullStrips: "u32",
    /** gradients: float32 [width][8] of a chunk and float64 [width] of a, float32 [d/8][stripRows(width)][8] of w */
    shares: "u32",
    gradA: "u32",
    gradW: "u32",
    /** times the gradient of Σ(f − y)²/2 */
    rateA: "f64",
    rateW: "f64",
  },

  /** The law of the live set, from which chunks of slots are drawn; see assembly/live-sample.ts. */
  LiveLaw: {
    n: "u32",
    /** floats in a row of z: n rounded up to 16 */
    np: "u32",
    /** 1: every slot is drawn and kept where it fires anywhere; 2: all are kept; 0: candidates are found by geometric skips */
    everyone: "u32",
    /** neurons of a slot: 2 where the initialisation is antisymmetric */
    twins: "u32",
    /** lower Cholesky factor L of K without its zero columns, in strips [ends_s][4] of four rows */
    factor: "u32",
    /** float32 K [n][np], zero padding */
    kernel: "u32",
    /** a_r (z_ri − shift), −a_r·3e38 in the padding: float32 [capacity][np] */
    z: "u32",
    /** [capacity]: slot within its chunk, bit 16 which twin, bit 31 set where a_r = −1 */
    tags: "u32",
    capacity: "u32",
    /** rows found so far */
    rows: "u32",
    /** the chunk whose turn it is to append */
    turn: "u32",
    /** 1: more rows than capacity, or than a thread's space holds */
    overflow: "u32",
    /** [chunks]: first row of each chunk from `origin` on */
    starts: "u32",
    /** chunks firstChunk … endChunk−1 are to be drawn */
    firstChunk: "u32",
    endChunk: "u32",
    scratch: "u32",
    /** bytes of scratch for each thread */
    scratchBytes: "u32",
    /** rows that a thread's space holds */
    chunkRows: "u32",
    seedLow: "u32",
    seedHigh: "u32",
    skipStream: "u32",
    placeStream: "u32",
    normalStream: "u32",
    signStream: "u32",
    /** the first chunk of which these rows are */
    origin: "u32",
    /** a row fires where z > shift; the smallest float32 above it */
    shift: "f32",
    least: "f32",
    /** columns of L that are not zero: fewer than n where inputs depend on each other */
    rank: "u32",
    slots: "f64",
    width: "f64",
    /** Φ̄(b), and ln(1 − n·p) */
    p: "f64",
    logMiss: "f64",
    /** multiply-adds so far */
    macs: "u64",
    /** how many of these columns strip s reaches: u32 [strips] */
    ends: "u32",
    /** which they are: u32 [rank] */
    columns: "u32",
  },

  /** The live neurons of one memory, moved and counted; see assembly/live.ts. */
  Live: {
    n: "u32",
    /** floats in a row: n rounded up to 16; the padding never fires */
    np: "u32",
    blocks: "u32",
    /** first row of each block, and the number of rows: u32 [blocks + 1], at most BLOCK rows per block */
    firsts: "u32",
    /** a_r (z_ri − b), −a_r·3e38 in the padding: float32 [rows][np] */
    z: "u32",
    /** [rows]: bit 31 set where a_r = −1 */
    tags: "u32",
    /** F_r, bit i for input i [rows][bitBytes] and 8 bytes behind them */
    bits: "u32",
    /** 2 or 4 for np = 16 or 32, else a multiple of 8 */
    bitBytes: "u32",
    /** rows that may still fire, counted from the first of their block, in the order of the pass: u8 [rows] */
    active: "u32",
    /** their number: u16 [blocks] */
    actives: "u32",
    /** float64 [blocks][n] and [n]: f times √m */
    shares: "u32",
    sums: "u32",
    /** −u_i K_ij/√m in panels of 32 columns: float32 [panels][n][32] */
    ku: "u32",
    /** sums of rows of ku over the subsets of every four inputs: float32 [panels][⌈n/4⌉][16][32]; 0: rows are moved by ku itself */
    sumsOfFour: "u32",
    /** 1: a pass counts */
    counting: "u32",
    /** uint32 [threads][n][np], of which j ≤ i is counted */
    counts: "u32",
    scratch: "u32",
    /** bytes of scratch for each thread */
    scratchBytes: "u32",
    /**
     * float64 [threads][3]: Σ|F_r|; what the last counting took, additions one by one and 32-bit words combined; and how
     * many rows of ku, or of sums over four, the last move added to rows of z
     */
    totals: "u32",
  },

  /** Trees of maxima over the rows of a Live job; see assembly/tree.ts. */
  Tree: {
    /** the job of the rows */
    live: "u32",
    /** float32 [blocks][37][np] */
    nodes: "u32",
    /** nodes and rows that the last query looked at, and nodes that the last raise compared: float64 [threads][2] */
    visits: "u32",
  },

  /** A network over a whole data set, by the pairs of an input and a neuron that fires there; see assembly/pairs.ts. */
  Pairs: {
    /** floats in a row of x, w and P: d rounded up to 4, zero padding */
    d: "u32",
    width: "u32",
    /** of BLOCK neurons */
    blocks: "u32",
    /** inputs of a chunk, at most 2^16, a multiple of 4 */
    chunk: "u32",
    /** the chunk that is worked on, and its inputs */
    current: "u32",
    size: "u32",
    /** 1: pairs are listed; 0: outputs alone */
    listing: "u32",
    shift: "f32",
    /** float32 [n][d] */
    x: "u32",
    /** a_r/√m float32 [width] */
    signs: "u32",
    /** W X_chunkᵀ float32 [width][chunk] */
    z: "u32",
    /** float32 [width][d] */
    p: "u32",
    /** v float32 [n] */
    values: "u32",
    /** where the pairs of a neuron begin: u32 [chunks][width + 1] */
    starts: "u32",
    /** inputs within their chunk: u16 [pairs] */
    lists: "u32",
    /** float64 [blocks][chunk], and their sum [chunk] */
    shares: "u32",
    out: "u32",
    /** landmarks at which each neuron fires: u32 [width + 1], u16 */
    marks: "u32",
    markStarts: "u32",
    markLists: "u32",
    /** neurons that fire at an input of the chunk and at a landmark: u32 [threads][chunk][marks] */
    counts: "u32",
  },

  /** The peak probes; see assembly/probes.ts. */
  Probe: {
    /** fmaThread: rounds of 24 vector multiply-adds; triadThread: float32 numbers in each array, a multiple of 4096 */
    count: "u32",
    a: "u32",
    b: "u32",
    c: "u32",
  },
} as const satisfies Readonly<Record<string, Fields>>;
