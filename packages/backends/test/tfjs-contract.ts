// What a tfjs backend has to fulfil besides.
import { newCounters } from "@widthwise/core";
import { expect, it } from "vitest";
import type { Opened, OpenOptions } from "../src/backend.ts";
import { backendContract, numbers, problemOf, products, shapes } from "./backend-contract.ts";

/** Neurons per block here, so that width 5000 crosses many boundaries. */
const BLOCK = 64;

/** `tensors` counts the tensors that are alive in its copy of tfjs. */
export const tfjsContract = (
  name: string,
  open: (options: OpenOptions, block: number) => Promise<Opened>,
  tensors: () => Promise<number>,
): Promise<void> =>
  backendContract(
    name,
    (options) => open(options, BLOCK),
    (backend) => {
      it("is of the version that is pinned", () => {
        expect(backend().info.version).toMatch(/^4\.22\.0/);
      });

      it("counts the multiply-adds of its products", async () => {
        const problem = problemOf(shapes[5]);
        const { n, d, width } = problem;
        const network = await backend().network(problem);
        expect(network.counters).toEqual(newCounters());
        await network.forward();
        expect(network.counters.macs).toBe(width * n * d + width * n);
        await network.overlaps();
        expect(network.counters.macs).toBe(width * n * (d + 1 + n));
        await network.update(numbers(n, 1));
        expect(network.counters.macs).toBe(width * n * (2 * d + 1 + n));
        const before = { ...network.counters };
        await network.restore();
        expect(network.counters).toEqual(before);
        network.dispose();
      });

      it("names the missing call and the wrong range", async () => {
        const network = await backend().network(problemOf(shapes[2]));
        expect(() => network.update(new Float64Array(4))).toThrow("call forward() first");
        expect(() => network.overlaps()).toThrow("call forward() first");
        expect(() => network.weights(5, 3)).toThrow("neurons 5 … 7 are not within 0 … 6");
        network.dispose();
      });

      it("keeps no tensor: 100 steps, then disposal", async () => {
        const before = await tensors();
        const problem = problemOf({ ...shapes[3], width: 150 });
        const network = await backend().network(problem);
        const step = async () => {
          await network.forward();
          await network.overlaps();
          await network.update(numbers(problem.n, 7));
        };
        await step();
        const alive = await tensors();
        for (let s = 0; s < 100; s++) await step();
        await network.restore();
        await network.weights(60, 80);
        expect(await tensors()).toBe(alive);
        network.dispose();
        const product = await backend().product(products[1], new Float32Array(210), new Float32Array(350));
        await product.run();
        await product.result();
        product.dispose();
        expect(await tensors()).toBe(before);
      });
    },
  );
