// A piece of memory that can be brought back to its initial contents.
import type { Arena, Chunk } from "./arena.ts";

export interface InitialContents {
  /** The first call makes the contents anew and keeps a copy; later calls use the copy. */
  restore(): void;
  /** Frees the copy. */
  dispose(): void;
}

/** `make` writes the initial contents. The copy lies in the same memory where it fits, else outside. */
export function initialContents(arena: Arena, { at, bytes }: Chunk, make: () => void): InitialContents {
  const contents = () => arena.f32(at, bytes / 4);
  let inside: Chunk | undefined;
  let outside: Float32Array | undefined;
  return {
    restore() {
      const copy = inside === undefined ? outside : arena.f32(inside.at, bytes / 4);
      if (copy !== undefined) {
        contents().set(copy);
        return;
      }
      make();
      if (arena.largest >= bytes) {
        inside = arena.allocate(bytes, "the copy of the initial weights");
        arena.f32(inside.at, bytes / 4).set(contents());
      } else {
        outside = contents().slice();
      }
    },
    dispose() {
      if (inside !== undefined) arena.free(inside);
    },
  };
}
