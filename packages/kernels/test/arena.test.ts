// The allocator never hands out a byte twice, and refuses what does not fit.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Arena, type Chunk } from "../src/arena.ts";
import { loadKernels } from "../src/index.ts";

const PAGE = 65536;
const arenaOf = (pages: number) =>
  new Arena(new WebAssembly.Memory({ initial: 1, maximum: pages, shared: true }), 128, pages * PAGE);

describe("arena", () => {
  test("never gives the same byte twice, and is whole again when all is freed", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.boolean())), (steps) => {
        const arena = arenaOf(16);
        const whole = arena.largest;
        const held: Chunk[] = [];
        for (const [bytes, free] of steps) {
          if (free && held.length > 0) arena.free(held.splice(bytes % held.length, 1)[0]);
          else held.push(arena.allocate(bytes, "a test"));
          const sorted = held.toSorted((x, y) => x.at - y.at);
          for (let i = 1; i < sorted.length; i++) {
            expect(sorted[i].at).toBeGreaterThanOrEqual(sorted[i - 1].at + sorted[i - 1].bytes);
          }
        }
        for (const chunk of held) arena.free(chunk);
        expect(arena.largest).toBe(whole);
      }),
    );
  });

  test("refuses before it grows, naming the bytes", () => {
    const arena = arenaOf(4);
    expect(() => arena.allocate(5 * PAGE, "a test")).toThrow(
      /a test needs 327680 bytes; 262016 of the 262144/,
    );
    expect(arena.memory.buffer.byteLength).toBe(PAGE);
  });
});

test("products opened and closed in turn may together exceed the memory; one alone may not", async () => {
  const kernels = await loadKernels();
  for (let round = 0; round < 5; round++) {
    kernels.gemm({ orientation: "nn", rows: 2 ** 14, inner: 2 ** 14, cols: 1 }).dispose();
  }
  const large = { orientation: "nn", rows: 2 ** 15, inner: 2 ** 15, cols: 1 } as const;
  expect(() => kernels.gemm(large)).toThrow(/needs \d+ bytes/);
  expect(() => kernels.gemm({ ...large, rows: 0 })).toThrow(
    "rows, inner and cols of a product must be whole numbers from 1 to 1073741824, got 0, 32768, 1",
  );
});

test("a bad number of threads or bytes is named", async () => {
  for (const threads of [0, 1.5, 257])
    await expect(loadKernels({ threads })).rejects.toThrow(`got ${threads}`);
  for (const memoryBytes of [0, 65536, 2 ** 32 + 1, Number.NaN])
    await expect(loadKernels({ memoryBytes })).rejects.toThrow(`at most 4294967296, got ${memoryBytes}`);
});
