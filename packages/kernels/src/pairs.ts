// The dense network over a whole data set, by the pairs of an input and a neuron that fires there; see assembly/pairs.ts.
import { initialWeights, NotEnoughMemory, outputSigns } from "@widthwise/core";
import { checkLength, checkSizes } from "./check.ts";
import type { Engine } from "./engine.ts";
import { openGemm } from "./gemm.ts";
import { BLOCK, jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";
import type { NetworkShape } from "./network-memory.ts";

/** Inputs of a chunk: Z [m, chunk] is formed for so many at a time. */
const CHUNK = 512;
/** Neurons whose initial weights are drawn at a time. */
const DRAWN = 1024;

export interface PairShape extends Omit<NetworkShape, "inputs"> {
  /** [n, d] */
  readonly inputs: Float32Array;
  /** most pairs that may be listed: 2 bytes each */
  readonly mostPairs: number;
}

/**
 * f(x) = (1/√m) Σ_r a_r max(⟨w_r, x⟩ − b, 0) over n inputs, weights float32. J [n, m·d] is its Jacobian at the last forward, of which only
 * the pairs at which a neuron fires are kept. Everything runs on all threads, and gives the same bits on any number of them.
 */
export interface PairNetwork {
  /** pairs of the last forward */
  readonly pairs: number;
  /** f [n] ← outputs; lists the pairs. n·m·d multiply-adds. NotEnoughMemory: more pairs than there is room for. */
  forward(f: Float64Array): void;
  /** out [n] ← J Jᵀ v; 2·pairs·d multiply-adds. */
  applyGram(v: Float64Array, out: Float64Array): void;
  /** P ← Jᵀu, the direction of `move`, until the next `aim` or `applyGram`; pairs·d multiply-adds. */
  aim(u: Float64Array): void;
  /** W ← W − share·P. O(m·d). */
  move(share: number): void;
  /** f [count] ← outputs at other inputs [count, d]; the pairs stay. count·m·d multiply-adds. */
  predict(inputs: Float32Array, f: Float64Array): void;
  /** out float32 [n, marks] ← (J Jᵀ)_ij for landmarks j, without their kernel: |{r : i, j ∈ F_r}|/m. Σ_r |F_r|·|F_r ∩ marks| additions. */
  overlapsWith(marks: readonly number[], out: Float32Array): void;
  /** A copy of W [m, d]. */
  weights(): Float32Array;
  /** W ← a copy. */
  setWeights(weights: Float32Array): void;
  dispose(): void;
}

/** Opens a network at its initial weights; RangeError where the sizes do not fit together, NotEnoughMemory where they do not fit in. */
export function openPairs(engine: Engine, shape: PairShape): PairNetwork {
  const { wasm, arena, threads } = engine;
  const { n, d, width, shift, inputs, mostPairs } = shape;
  checkSizes("n, d and width", [n, d, width], 2 ** 26 - 1);
  checkLength("inputs", inputs, "[n, d]", n * d);
  const chunks = Math.ceil(n / CHUNK);
  const blocks = Math.ceil(width / BLOCK);
  const dp = Math.ceil(d / 4) * 4;
  using opened = new DisposableStack();
  const gemm = openGemm(engine, { orientation: "nt", rows: width, inner: dp, cols: CHUNK });
  opened.defer(() => gemm.dispose());
  const { chunk, at } = arena.carve(
    {
      job: bytesOf(jobs.Pairs),
      x: 4 * n * dp,
      signs: 4 * width,
      p: 4 * width * dp,
      values: 4 * n,
      starts: 4 * chunks * (width + 1),
      lists: 2 * mostPairs,
      shares: 8 * blocks * CHUNK,
      out: 8 * CHUNK,
    },
    `a network of width ${width} over ${n} inputs`,
  );
  opened.defer(() => arena.free(chunk));
  const [weights, z] = [gemm.a(), gemm.c()];
  const x = arena.f32(at.x, n * dp);
  placeRows(inputs, n, d, dp, x);
  drawWeights(shape, dp, weights);
  const signs = new Float64Array(width);
  outputSigns(shape, 0, width, signs);
  arena.f32(at.signs, width).set(signs.map((sign) => sign / Math.sqrt(width)));
  const { job: address, ...addresses } = at;
  const job = jobAt(arena, address, jobs.Pairs);
  job.fill({
    ...{ d: dp, width, blocks, chunk: CHUNK, current: 0, size: 0, listing: 0, shift },
    ...addresses,
    z: z.byteOffset,
    ...{ marks: 0, markStarts: 0, markLists: 0, counts: 0 },
  });
  const values = arena.f32(at.values, n);
  const p = arena.f32(at.p, width * dp);
  const out = arena.f64(at.out, CHUNK);
  const starts = arena.u32(at.starts, chunks * (width + 1));
  let pairs = 0;

  /** Works on chunk c of the data set. */
  const select = (c: number) => {
    const size = Math.min(CHUNK, n - c * CHUNK);
    job.set({ current: c, size });
    return size;
  };
  /** Z ← W X_chunkᵀ for rows of dp numbers. */
  const form = (rows: Float32Array) => {
    const b = gemm.b();
    b.set(rows);
    b.fill(0, rows.length);
    gemm.run();
  };
  const pull = (v: Float64Array) => {
    checkLength("v", v, "[n]", n);
    values.set(v);
    p.fill(0);
    for (let c = 0; c < chunks; c++) {
      select(c);
      wasm.pullPairs(address);
    }
  };
  const held = opened.move();
  return {
    get pairs() {
      return pairs;
    },
    forward(f) {
      checkLength("f", f, "[n]", n);
      pairs = 0;
      job.set({ listing: 1 });
      for (let c = 0; c < chunks; c++) {
        const size = select(c);
        form(x.subarray(c * CHUNK * dp, (c * CHUNK + size) * dp));
        const end = wasm.placePairs(address, pairs);
        if (end > mostPairs)
          throw new NotEnoughMemory(
            `more than ${mostPairs} pairs of an input and a neuron fire: there is no room for them`,
          );
        wasm.listPairs(address);
        f.set(out.subarray(0, size), c * CHUNK);
        pairs = end;
      }
    },
    applyGram(v, gram) {
      checkLength("out", gram, "[n]", n);
      pull(v);
      for (let c = 0; c < chunks; c++) {
        const size = select(c);
        wasm.pushPairs(address);
        gram.set(out.subarray(0, size), c * CHUNK);
      }
    },
    aim: pull,
    move(share) {
      for (let k = 0; k < weights.length; k++) weights[k] -= share * p[k];
    },
    predict(others, f) {
      checkLength("inputs", others, "[count, d]", f.length * d);
      job.set({ listing: 0 });
      const rows = new Float32Array(CHUNK * dp);
      for (let first = 0; first < f.length; first += CHUNK) {
        const size = Math.min(CHUNK, f.length - first);
        placeRows(others.subarray(first * d, (first + size) * d), size, d, dp, rows);
        form(rows.subarray(0, size * dp));
        job.set({ size });
        wasm.listPairs(address);
        f.set(out.subarray(0, size), first);
      }
    },
    overlapsWith(marks, overlaps) {
      const count = marks.length;
      checkLength("out", overlaps, "[n, marks]", n * count);
      const lists = marksOf(marks, arena.u16(at.lists, pairs), starts, width);
      const space = arena.carve(
        {
          markStarts: 4 * (width + 1),
          markLists: 2 * lists.inputs.length,
          counts: 4 * threads * CHUNK * count,
        },
        `overlaps with ${count} landmarks`,
      );
      arena.u32(space.at.markStarts, width + 1).set(lists.starts);
      arena.u16(space.at.markLists, lists.inputs.length).set(lists.inputs);
      job.set({ marks: count, ...space.at });
      const counts = arena.u32(space.at.counts, threads * CHUNK * count);
      for (let c = 0; c < chunks; c++) {
        const size = select(c);
        counts.fill(0);
        wasm.countMarks(address);
        const to = overlaps.subarray(c * CHUNK * count, (c * CHUNK + size) * count);
        for (let k = 0; k < to.length; k++) {
          let sum = 0;
          for (let from = k; from < counts.length; from += CHUNK * count) sum += counts[from];
          to[k] = sum / width;
        }
      }
      arena.free(space.chunk);
    },
    weights: () =>
      Float32Array.from({ length: width * d }, (_, k) => weights[Math.floor(k / d) * dp + (k % d)]),
    setWeights(given) {
      checkLength("weights", given, "[m, d]", width * d);
      placeRows(given, width, d, dp, weights);
    },
    dispose: () => held.dispose(),
  };
}

/** to [rows, dp] ← from [rows, d], zero behind. */
function placeRows(from: Float32Array, rows: number, d: number, dp: number, to: Float32Array): void {
  if (d === dp) to.set(from.subarray(0, rows * d));
  else
    for (let r = 0; r < rows; r++) {
      to.set(from.subarray(r * d, (r + 1) * d), r * dp);
      to.fill(0, r * dp + d, (r + 1) * dp);
    }
}

function drawWeights(shape: Omit<NetworkShape, "inputs">, dp: number, weights: Float32Array): void {
  const { d, width } = shape;
  const drawn = new Float32Array(DRAWN * d);
  for (let first = 0; first < width; first += DRAWN) {
    const count = Math.min(DRAWN, width - first);
    initialWeights(shape, first, count, drawn.subarray(0, count * d));
    placeRows(drawn, count, d, dp, weights.subarray(first * dp, (first + count) * dp));
  }
}

/** Which of the landmarks each neuron fires at, from the lists of all pairs: places among the landmarks, by neuron. */
function marksOf(marks: readonly number[], lists: Uint16Array, starts: Uint32Array, width: number) {
  const chosen = new Map<number, Int32Array>();
  for (const [place, input] of marks.entries()) {
    const c = Math.floor(input / CHUNK);
    let places = chosen.get(c);
    if (places === undefined) {
      places = new Int32Array(CHUNK).fill(-1);
      chosen.set(c, places);
    }
    places[input % CHUNK] = place;
  }
  const inputs: number[] = [];
  const begins = new Uint32Array(width + 1);
  for (let r = 0; r < width; r++) {
    for (const [c, places] of chosen) {
      const end = starts[c * (width + 1) + r + 1];
      for (let at = starts[c * (width + 1) + r]; at < end; at++)
        if (places[lists[at]] >= 0) inputs.push(places[lists[at]]);
    }
    begins[r + 1] = inputs.length;
  }
  return { starts: begins, inputs };
}
