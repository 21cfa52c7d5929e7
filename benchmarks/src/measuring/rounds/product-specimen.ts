// A matrix product as a cell: entries against float64, its work, and its time.
import type { Backend } from "@widthwise/backends";
import { fillUniforms, needMemory, resetCounters } from "@widthwise/core";
import { scheduleStream } from "@widthwise/measure";
import { farthest } from "../judge.ts";
import type { CellSpec } from "./spec.ts";
import { type Specimen, timed } from "./specimen.ts";

const operandsStream = 7;
/** Entries of the product that are checked. */
const CHECKED = 64;

/** A matrix product cell: `gemm-nn`, `gemm-nt`, `gemm-tn`; n rows, d inner, width columns. */
export async function productSpecimen(cell: CellSpec, backend: Backend, seed: number): Promise<Specimen> {
  const orientation = cell.algorithm.slice("gemm-".length) as "nn" | "nt" | "tn";
  const shape = { orientation, rows: cell.n, inner: cell.d, cols: cell.width };
  const numbers = shape.rows * shape.inner + shape.inner * shape.cols + shape.rows * shape.cols;
  // operands on both sides
  needMemory(8 * numbers, `a product of ${shape.rows} × ${shape.inner} × ${shape.cols}`);
  const a = operand(shape.rows * shape.inner, seed, 0);
  const b = operand(shape.inner * shape.cols, seed, 2 ** 40);
  const { value: product, ns } = await timed(() => backend.product(shape, a, b));
  return {
    initNs: ns,
    async check() {
      await product.run();
      const c = await product.result();
      const places = new Float64Array(2 * CHECKED);
      fillUniforms({ seed, stream: scheduleStream }, 0, places);
      const found = new Float64Array(CHECKED);
      const expected = new Float64Array(CHECKED);
      for (let k = 0; k < CHECKED; k++) {
        const i = Math.floor(places[2 * k] * shape.rows);
        const j = Math.floor(places[2 * k + 1] * shape.cols);
        for (let l = 0; l < shape.inner; l++)
          expected[k] +=
            a[orientation === "tn" ? l * shape.rows + i : i * shape.inner + l] *
            b[orientation === "nt" ? j * shape.inner + l : l * shape.cols + j];
        found[k] = c[i * shape.cols + j];
      }
      const worst = farthest(found, expected);
      // entries are uniform on (−½, ½): a sum of `inner` products rounds by about √inner·2^-24/12
      const tolerance = shape.inner * 2 ** -24;
      return {
        what: `${CHECKED} entries of the product against float64 (worst entry)`,
        value: found[worst],
        reference: expected[worst],
        tolerance,
      };
    },
    async work() {
      resetCounters(product.counters);
      await product.run();
      return { ...product.counters };
    },
    // a product writes what it does not read: every slot may be the same
    subject: async (slots) => ({ slots, restore() {}, step: () => product.run() }),
    dispose: () => product.dispose(),
  };
}

/** A prime: repeats of the block never line up with rows or cache sets. */
const OPERAND_BLOCK = 65537;

/** Numbers uniform on (−½, ½): one block drawn by the key and repeated, since nothing here depends on independence. */
function operand(count: number, seed: number, first: number): Float32Array {
  const uniforms = new Float64Array(Math.min(count, OPERAND_BLOCK));
  fillUniforms({ seed, stream: operandsStream }, first, uniforms);
  const out = Float32Array.from({ length: uniforms.length }, (_, k) => uniforms[k] - 0.5);
  const whole = new Float32Array(count);
  for (let at = 0; at < count; at += out.length)
    whole.set(out.subarray(0, Math.min(out.length, count - at)), at);
  return whole;
}
