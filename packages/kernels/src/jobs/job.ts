// A job: the record in the kernels' memory that tells a kernel what to do. Its fields are written and read by name.
import type { Arena } from "../arena.ts";

/** Type of a field, as AssemblyScript names it. Addresses are u32. */
export type Field = "u32" | "f32" | "u64" | "f64";

/** Names and types of a job's fields, in the order in which they stand in memory. */
export type Fields = Readonly<Record<string, Field>>;

/** A number for every field. */
type Values<F extends Fields> = { readonly [Name in keyof F]: number };

const sizes: Record<Field, number> = { u32: 4, f32: 4, u64: 8, f64: 8 };

const read: Record<Field, (view: DataView, at: number) => number> = {
  u32: (view, at) => view.getUint32(at, true),
  f32: (view, at) => view.getFloat32(at, true),
  u64: (view, at) => Number(view.getBigUint64(at, true)),
  f64: (view, at) => view.getFloat64(at, true),
};

const write: Record<Field, (view: DataView, at: number, value: number) => void> = {
  u32: (view, at, value) => view.setUint32(at, value, true),
  f32: (view, at, value) => view.setFloat32(at, value, true),
  u64: (view, at, value) => view.setBigUint64(at, BigInt(value), true),
  f64: (view, at, value) => view.setFloat64(at, value, true),
};

/** Where each field stands, in bytes from the start of the job: at the first free multiple of its size. */
export function offsetsOf(fields: Fields): Map<string, number> {
  let end = 0;
  return new Map(
    Object.entries(fields).map(([name, type]) => {
      const offset = Math.ceil(end / sizes[type]) * sizes[type];
      end = offset + sizes[type];
      return [name, offset];
    }),
  );
}

/** Bytes of a job with these fields, a multiple of 8. */
export function bytesOf(fields: Fields): number {
  const ends = Array.from(offsetsOf(fields), ([name, offset]) => offset + sizes[fields[name]]);
  return Math.ceil(Math.max(...ends) / 8) * 8;
}

export interface Job<F extends Fields> {
  /** Writes every field; throws, with nothing written, where one is missing or unknown. */
  fill(values: Values<F>): void;
  /** Writes some fields; throws, with nothing written, where one is unknown. */
  set(values: Partial<Values<F>>): void;
  /** Reads a field. */
  get(name: keyof F & string): number;
}

/** The job that stands `at` this address, in bytesOf(fields) bytes that the caller has allocated. */
export function jobAt<F extends Fields>(arena: Arena, at: number, fields: F): Job<F> {
  const offsets = offsetsOf(fields);
  // the memory is shared: a view of what was allocated stays valid when it grows
  const view = new DataView(arena.memory.buffer, at, bytesOf(fields));
  const offsetOf = (name: string) => {
    const offset = offsets.get(name);
    if (offset === undefined)
      throw new Error(`a job has no field "${name}"; it has ${[...offsets.keys()].join(", ")}`);
    return offset;
  };
  const set = (values: Record<string, number | undefined>) => {
    for (const name in values) {
      offsetOf(name);
      if (values[name] === undefined) throw new Error(`the field "${name}" of a job has no value`);
    }
    for (const name in values) write[fields[name]](view, offsetOf(name), values[name] as number);
  };
  const unset = Object.fromEntries(Array.from(offsets.keys(), (name) => [name, undefined]));
  return {
    set,
    fill: (values) => set({ ...unset, ...values }),
    get: (name) => read[fields[name]](view, offsetOf(name)),
  };
}
