// Standard normals in float64, on the calling thread; see assembly/normals.ts.
import type { NormalSource } from "@widthwise/core";
import type { Engine } from "./engine.ts";

/** Draws made at a time: 24 KB of work space stay in the level-one cache. */
const CHUNK = 1024;

/** Core's `fillNormals`, bit for bit. */
export function normalSource({ wasm, arena }: Engine): NormalSource {
  const { at } = arena.allocate(wasm.normalSpace(CHUNK), "drawing normals");
  return (key, first, out) => {
    const high = Math.floor(key.seed / 2 ** 32);
    for (let done = 0; done < out.length; done += CHUNK) {
      const count = Math.min(CHUNK, out.length - done);
      const drawn = wasm.normals(key.seed >>> 0, high, key.stream, first + done, count, at);
      out.set(arena.f64(drawn >>> 0, count), done);
    }
  };
}
