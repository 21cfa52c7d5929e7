// The functions of the compiled kernels.

/** What assembly/index.ts exports; pointers, sizes and counts are unsigned 32-bit numbers. */
export interface Exports {
  setThreadCount(threads: number): void;
  serve(thread: number): void;
  stop(): void;
  trapped(): void;
  gemm(job: number): void;
  draw(job: number): void;
  forward(job: number): void;
  overlaps(job: number): void;
  update(job: number): void;
  adam(job: number): void;
  fma(job: number): void;
  triad(job: number): void;
  gemmScratch(rowBlock: number, inner: number, colBlock: number): number;
  networkScratch(n: number, d: number): number;
  panelBytes(d: number): number;
  stripBytes(rows: number, inner: number): number;
  packStrips(src: number, ld: number, down: boolean, lanes: number, inner: number, dst: number): void;
  packPanels(
    src: number,
    ld: number,
    down: boolean,
    lanes: number,
    inner: number,
    dst: number,
    stride: number,
  ): void;
  studentStrips(rows: number, inner: number): number;
  tileRows(rows: number): number;
  descend(job: number, steps: number): number;
  factor(a: number, n: number, ld: number, floor: number): number;
  solve(a: number, n: number, ld: number, x: number): void;
  normalSpace(count: number): number;
  normals(k0: number, k1: number, stream: number, first: number, count: number, space: number): number;
  quantileSpace(count: number): number;
  normals32(
    k0: number,
    k1: number,
    stream: number,
    number: number,
    count: number,
    out: number,
    work: number,
  ): void;
  factorBytes(n: number): number;
  sampleScratch(n: number, np: number, chunkRows: number): number;
  sample(job: number): void;
  liveScratch(np: number, bitBytes: number): number;
  sumsOfFourBytes(n: number): number;
  reset(job: number): void;
  move(job: number): number;
  count(job: number): void;
  buildTree(job: number): void;
  queryTree(job: number): void;
  raiseTree(job: number): void;
  placePairs(job: number, first: number): number;
  listPairs(job: number): void;
  pullPairs(job: number): void;
  pushPairs(job: number): void;
  countMarks(job: number): void;
}

function broken(): never {
  throw new Error(
    "a thread of the WebAssembly kernels trapped in the middle of a job: these kernels are of no use any more",
  );
}

/** The kernels of a module on a memory; every thread has an instance of its own. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Exports {
  return new WebAssembly.Instance(module, { env: { memory, broken } }).exports as unknown as Exports;
}
