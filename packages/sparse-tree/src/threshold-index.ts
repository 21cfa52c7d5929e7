// Threshold search as a contract, and what all structures that keep it share.
import { type Counters, newCounters } from "@widthwise/core";

/** Entries looked at, whatever a structure's entries are: values, tree nodes, words of bits, bucket members. */
export interface Visits {
  /** by `fired` and its dual */
  query: number;
  /** by `add` and lazy steps: values changed, and inner nodes recomputed */
  update: number;
}

/**
 * Which of m neurons fire at which of n inputs while z_ri = ⟨w_r, x_i⟩ changes: one query and one update contract for
 * every structure. All numbers are finite. The whole state is one flat buffer.
 */
export interface ThresholdIndex {
  readonly n: number;
  readonly m: number;
  /** false: `fired` may miss neurons (it never names one that does not fire) */
  readonly exact: boolean;
  /** where work is counted; a trainer puts its own here */
  counters: Counters;
  readonly visits: Visits;
  /** the state; its size is the structure's memory */
  readonly buffer: ArrayBuffer;
  /** z_ri */
  value(i: number, r: number): number;
  /** out [count] ← every neuron r with z_ri > b (strictly), each once; returns the count. out has room for m. */
  fired(i: number, b: number, out: Int32Array): number;
  /** z_{r_k, i} ← z_{r_k, i} + delta[k, i] for k < count and every input; neurons [count] ascending, delta [count, n]. */
  add(neurons: Int32Array, count: number, delta: Float64Array): void;
  /** A copy of the state: `restore` on an index built with the same sizes and options goes back to it, bit for bit. */
  save(): ArrayBuffer;
  restore(saved: ArrayBuffer): void;
}

/** What every structure shares: sizes, counters and the flat buffer. */
export abstract class FlatIndex implements ThresholdIndex {
  counters: Counters = newCounters();
  readonly visits: Visits = { query: 0, update: 0 };
  readonly n: number;
  readonly m: number;
  readonly buffer: ArrayBuffer;
  get exact(): boolean {
    return true;
  }

  /** z [n, m] row-major, one row per input; checked here, and kept by the structure in its own layout. */
  protected constructor(z: Float64Array | Float32Array, n: number, m: number, bytes: number) {
    if (!Number.isSafeInteger(n) || n < 1 || !Number.isSafeInteger(m) || m < 1)
      throw new RangeError(`n is ${n} and m is ${m}, accepted are whole numbers from 1 on`);
    if (z.length !== n * m) throw new RangeError(`z holds ${z.length} numbers, n·m = ${n}·${m} are needed`);
    for (let at = 0; at < z.length; at++)
      if (!Number.isFinite(z[at]))
        throw new RangeError(
          `z of neuron ${at % m} at input ${Math.floor(at / m)} is ${z[at]}, accepted are finite numbers`,
        );
    this.n = n;
    this.m = m;
    this.buffer = new ArrayBuffer(bytes);
  }

  abstract value(i: number, r: number): number;
  abstract fired(i: number, b: number, out: Int32Array): number;
  abstract add(neurons: Int32Array, count: number, delta: Float64Array): void;

  save(): ArrayBuffer {
    return this.buffer.slice(0);
  }

  restore(saved: ArrayBuffer): void {
    if (saved.byteLength !== this.buffer.byteLength)
      throw new RangeError(
        `the saved state has ${saved.byteLength} bytes, this index of n = ${this.n}, m = ${this.m} has ${this.buffer.byteLength}`,
      );
    new Uint8Array(this.buffer).set(new Uint8Array(saved));
  }

  /** A query that read `values` of 8 bytes, compared each with the threshold, and named `found` neurons. */
  protected countQuery(values: number, found: number): void {
    this.visits.query += values;
    this.counters.compares += values;
    this.counters.bytesRead += 8 * values;
    this.counters.bytesWritten += 4 * found;
  }

  /** `values` of z changed: each read with its difference, added up and written. */
  protected countChanged(values: number): void {
    this.visits.update += values;
    this.counters.macs += values;
    this.counters.bytesRead += 16 * values;
    this.counters.bytesWritten += 8 * values;
  }

  /** Throws RangeError unless the arguments of `add` fit. O(count). */
  protected checkAdd(neurons: Int32Array, count: number, delta: Float64Array): void {
    if (neurons.length < count || delta.length < count * this.n)
      throw new RangeError(
        `${count} neurons need ${count} indices and ${count * this.n} differences, got ${neurons.length} and ${delta.length}`,
      );
    for (let k = 0, last = -1; k < count; last = neurons[k++])
      if (neurons[k] <= last || neurons[k] >= this.m)
        throw new RangeError(
          `neuron ${neurons[k]} follows ${last}, accepted are ascending indices from 0 to ${this.m - 1}`,
        );
  }
}

/** Refuses a threshold other than the one that a structure was built for. */
export function requireThreshold(structure: string, built: number, asked: number): void {
  if (asked !== built)
    throw new RangeError(
      `${structure} was built for the threshold ${built}, not for ${asked}: build another, or take a tree`,
    );
}

export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is ${value}, accepted is a finite number`);
}
