// Standard normals in float32, on the calling thread; see assembly/normals32.ts.
import type { fillNormals32 } from "@widthwise/core";
import type { Engine } from "./engine.ts";

/** Draws made at a time: 13 KB of work space stay in the level-one cache. */
const CHUNK = 1024;

/** Core's `fillNormals32`, bit for bit. */
export function normalSource32({ wasm, arena }: Engine): typeof fillNormals32 {
  const { at } = arena.allocate(4 * CHUNK + wasm.quantileSpace(CHUNK), "drawing normals");
  return (key, first, out) => {
    const high = Math.floor(key.seed / 2 ** 32);
    const skipped = first % 4;
    for (let done = -skipped; done < out.length; done += CHUNK) {
      const from = Math.max(0, -done);
      const count = Math.min(CHUNK, out.length - done);
      const whole = Math.ceil(count / 16) * 16;
      wasm.normals32(key.seed >>> 0, high, key.stream, (first + done) / 4, whole, at, at + 4 * CHUNK);
      out.set(arena.f32(at + 4 * from, count - from), done + from);
    }
  };
}
