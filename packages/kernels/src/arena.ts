// First-fit allocation inside one WebAssembly memory, which grows up to 4 GiB and never shrinks: what is freed is reused,
// so that many networks can be opened and closed in one process without new page faults.

import { NotEnoughMemory } from "@widthwise/core";

const PAGE = 65536;
/** A cache line, and more than any vector needs. */
const ALIGN = 64;

/** What is asked for does not fit beside what is already allocated. */
export class NoRoom extends NotEnoughMemory {}

/** A piece of memory, [at, at + bytes). */
export interface Chunk {
  readonly at: number;
  readonly bytes: number;
}

const aligned = (bytes: number) => Math.ceil(bytes / ALIGN) * ALIGN;

/** The allocator of one memory. Views of it are made by `u32`, `f32` and `f64`. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly #capacity: number;
  readonly #whole: number;
  /** sorted by address, never adjacent */
  #free: Chunk[];

  /** The first `reserved` bytes belong to the kernels' static data; `maximum` is the memory's limit in bytes. */
  constructor(memory: WebAssembly.Memory, reserved: number, maximum: number) {
    this.memory = memory;
    this.#capacity = maximum;
    this.#whole = maximum - reserved;
    this.#free = [{ at: reserved, bytes: this.#whole }];
  }

  /** Size of the largest chunk that can be had, whether the memory has grown to it or not. */
  get largest(): number {
    return this.#free.reduce((most, { bytes }) => Math.max(most, bytes), 0);
  }

  /** Nothing is allocated. */
  get empty(): boolean {
    return this.#free.length === 1 && this.#free[0].bytes === this.#whole;
  }

  /** Throws before anything is allocated where `bytes` do not fit. The contents are not cleared. */
  allocate(bytes: number, what: string): Chunk {
    const size = aligned(bytes);
    const place = this.#free.findIndex((chunk) => chunk.bytes >= size);
    if (place < 0) {
      throw new NoRoom(
        `${what} needs ${size} bytes; ${this.largest} of the ${this.#capacity} that WebAssembly can address are free`,
      );
    }
    const { at, bytes: room } = this.#free[place];
    const missing = Math.ceil((at + size - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) {
      try {
        this.memory.grow(missing);
      } catch (cause) {
        throw new NotEnoughMemory(`${what} needs ${size} bytes, which the system refused`, { cause });
      }
    }
    this.#free.splice(place, 1, ...(room > size ? [{ at: at + size, bytes: room - size }] : []));
    return { at, bytes: size };
  }

  /** Gives a chunk back; it is merged with the free ones beside it. O(free chunks). */
  free({ at, bytes }: Chunk): void {
    const next = this.#free.findIndex((chunk) => chunk.at > at);
    const place = next < 0 ? this.#free.length : next;
    this.#free.splice(place, 0, { at, bytes });
    for (const i of [place, place - 1]) {
      const left = this.#free[i];
      const right = this.#free[i + 1];
      if (left !== undefined && right !== undefined && left.at + left.bytes === right.at) {
        this.#free.splice(i, 2, { at: left.at, bytes: left.bytes + right.bytes });
      }
    }
  }

  /** Frees what is behind the first `bytes` of a chunk; returns what is left of it. */
  shrink({ at, bytes: had }: Chunk, bytes: number): Chunk {
    const used = Math.min(had, aligned(bytes));
    if (used < had) this.free({ at: at + used, bytes: had - used });
    return { at, bytes: used };
  }

  /** One chunk for several named pieces of so many bytes, and their addresses: it fits as a whole or not at all. */
  carve<Name extends string>(
    sizes: Record<Name, number>,
    what: string,
  ): { chunk: Chunk; at: Record<Name, number> } {
    const names = Object.keys(sizes) as Name[];
    const total = names.reduce((sum, name) => sum + aligned(sizes[name]), 0);
    const chunk = this.allocate(total, what);
    const at = {} as Record<Name, number>;
    let next = chunk.at;
    for (const name of names) {
      at[name] = next;
      next += aligned(sizes[name]);
    }
    return { chunk, at };
  }

  /** A view of `length` numbers at an address. */
  u8(at: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, at, length);
  }

  u16(at: number, length: number): Uint16Array {
    return new Uint16Array(this.memory.buffer, at, length);
  }

  u32(at: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, at, length);
  }

  f32(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }

  f64(at: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, length);
  }
}
