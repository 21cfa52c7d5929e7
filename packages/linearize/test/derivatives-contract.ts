// What every derivative fulfils on every tfjs backend.
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { dot } from "@widthwise/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  fullRows,
  IterativeLinearisation,
  linearize,
  losses,
  lossGradient,
  Optimiser,
  plus,
  type Tf,
  tangentKernel,
} from "../src/index.ts";
import { type Case, cases } from "./cases.ts";
import { openTf } from "./engines.ts";
import { differenceJacobian } from "./float64.ts";
import { direction, expectClose, made, numbers, read, TOLERANCE } from "./made.ts";
import { thousandStepsKeepNoTensor } from "./thousand-steps.ts";

/** What all derivatives have to fulfil on a tfjs backend. */
export async function derivativesContract(name: "cpu" | "wasm" | "tensorflow"): Promise<void> {
  const opened = await openTf(name);
  describe.skipIf(opened === undefined)(`derivatives on tfjs ${name}`, () => {
    const tf = opened as Tf;

    describe.each(cases)("$name", (one: Case) => {
      const { network, exact, examples, inputs, parameters } = opened
        ? made(tf, one)
        : ({} as ReturnType<typeof made>);
      const v = opened ? direction(network, 50) : ({} as ReturnType<typeof direction>);
      let value: Float64Array;
      let jacobian: Float64Array[];
      let u: Float64Array;
      let uTensor: Tensor2D;
      let outputs: number;
      beforeAll(() => {
        value = Float64Array.from(examples.flatMap((x) => Array.from(one.oracle(exact, x))));
        jacobian = differenceJacobian(one.oracle, exact, examples);
        outputs = value.length / 3;
        u = numbers(value.length, 9);
        uTensor = tf.tensor2d(Float32Array.from(u), [3, outputs]);
      });
      afterAll(() => tf.dispose([inputs, parameters, v.tensors, uTensor]));

      it("f and J v equal the float64 oracle's", () => {
        expectClose(
          tf.tidy(() => network.forward(parameters, inputs).dataSync()),
          value,
        );
        const both = network.jvp(parameters, inputs, v.tensors);
        expectClose(both.value.dataSync(), value);
        const expected = jacobian.map((row) => dot(row, v.flat));
        expectClose(both.tangent.dataSync(), expected);
        tf.dispose(both as never);
      });

      it("Jᵀ u equals the float64 oracle's", () => {
        const { value: f, gradient } = network.vjp(parameters, inputs, () => uTensor);
        expectClose(f.dataSync(), value);
        expectClose(read(gradient), pulled(jacobian, u));
        tf.dispose([f, ...gradient]);
      });

      it("every row of J equals the float64 oracle's", () => {
        const rows = fullRows(network, { parameters, inputs }, 0, 3);
        const all = tf.concat(rows, 1).arraySync() as number[][];
        for (const [i, row] of all.entries()) expectClose(row, jacobian[i]);
      });

      it("the kernel is J Jᵀ, symmetric and positive, whatever the batches", async () => {
        const count = value.length;
        const expected = Float64Array.from({ length: count ** 2 }, (_, ij) =>
          dot(jacobian[Math.floor(ij / count)], jacobian[ij % count]),
        );
        const kernel = await tangentKernel(network, { parameters, inputs });
        expectClose(kernel, expected);
        for (let i = 0; i < count; i++)
          for (let j = 0; j < i; j++) expect(kernel[i * count + j]).toBe(kernel[j * count + i]);
        const quadratic = u.reduce(
          (sum, ui, i) => sum + ui * dot(kernel.subarray(i * count, (i + 1) * count), u),
          0,
        );
        expect(quadratic).toBeGreaterThan(0);
        expectClose(await tangentKernel(network, { parameters, inputs }, undefined, { memory: 1 }), expected);
        expectClose(await tangentKernel(network, { parameters, inputs }, { parameters, inputs }), expected);
      });

      it("⟨J v, u⟩ = ⟨v, Jᵀ u⟩ as linear maps", () => {
        const { value: f, jacobian: map } = linearize(network, parameters, inputs);
        const [forth, back] = [new Float64Array(map.rows), new Float64Array(map.cols)];
        map.apply(v.flat, forth);
        map.applyT(u, back);
        const size = Math.hypot(...forth) * Math.hypot(...u);
        expect(Math.abs(dot(forth, u) - dot(v.flat, back))).toBeLessThan(TOLERANCE * size);
        f.dispose();
      });

      it.runIf(one.smooth)("Σ u ∇²f v equals differences of the oracle's Jᵀ u", () => {
        const h = 1e-3;
        const at = (step: number) => {
          const moved = exact.map(({ shape, data }, k) => ({
            shape,
            data: data.map((w, j) => w + step * h * v.arrays[k].data[j]),
          }));
          return pulled(differenceJacobian(one.oracle, moved, examples), u);
        };
        const [above, below] = [at(1), at(-1)];
        const expected = above.map((a, k) => (a - below[k]) / (2 * h));
        const { gradient, curvature } = network.hvp(parameters, inputs, v.tensors, () => ({
          value: uTensor,
        }));
        expectClose(read(gradient), pulled(jacobian, u));
        // differences: h² times the fourth derivative
        expectClose(read(curvature), expected, 1e-3);
        tf.dispose([...gradient, ...curvature]);
      });

      it.runIf(one.smooth && name === "cpu")(
        "∇²L v of the cross-entropy equals differences of the oracle's ∇L",
        () => {
          const h = 1e-3;
          const labels = Array.from({ length: value.length }, (_, k) => (k % outputs === 1 ? 1 : 0));
          const gradient = (step: number) => {
            const moved = exact.map(({ shape, data }, k) => ({
              shape,
              data: data.map((w, j) => w + step * h * v.arrays[k].data[j]),
            }));
            const weights = examples.flatMap((x) => {
              const powers = Array.from(one.oracle(moved, x), Math.exp);
              const total = powers.reduce((sum, e) => sum + e, 0);
              return powers.map((e, c) => (e / total - (c === 1 ? 1 : 0)) / 3);
            });
            return pulled(differenceJacobian(one.oracle, moved, examples), Float64Array.from(weights));
          };
          const [above, below] = [gradient(1), gradient(-1)];
          const targets = tf.tensor2d(labels, [3, outputs]);
          const u = lossGradient(tf, losses["cross-entropy"], targets);
          const both = network.hvp(parameters, inputs, v.tensors, u);
          expectClose(read(both.gradient), gradient(0));
          expectClose(
            read(both.curvature),
            above.map((a, k) => (a - below[k]) / (2 * h)),
            1e-3,
          );
          tf.dispose([targets, ...both.gradient, ...both.curvature]);
        },
      );

      it("kernels of single parameters sum to the kernel of all", async () => {
        const features = { parameters, inputs };
        const sum = await tangentKernel(network, features);
        for (let k = 0; k < parameters.length; k++) {
          const part = await tangentKernel(network, features, undefined, {
            weights: parameters.map((_, other) => (other === k ? 2 : 0)),
          });
          for (let i = 0; i < part.length; i++) sum[i] -= part[i] / 2;
        }
        const total = await tangentKernel(network, features);
        expectClose(
          total.map((k, i) => k - sum[i]),
          total,
        );
      });

      it("a period of 1 is plain descent, bit for bit; no period leaves a tensor", () => {
        const before = tf.memory().numTensors;
        const options = { loss: losses.square, optimiser: { kind: "adam", rate: 0.01 } } as const;
        const u = (f: Tensor2D) => losses.square.gradient(tf, f, uTensor);
        const ordinary = new IterativeLinearisation(network, parameters, { ...options, every: 1 });
        const periodic = new IterativeLinearisation(network, parameters, { ...options, every: 3 });
        const optimiser = new Optimiser(tf, options.optimiser, network.parameters);
        let theta = parameters.map((tensor) => tf.clone(tensor));
        const next = () =>
          tf.tidy(() => plus(tf, theta, optimiser.change(network.vjp(theta, inputs, u).gradient)));
        for (let step = 0; step < 10; step++) {
          ordinary.step(inputs, uTensor);
          periodic.step(inputs, uTensor);
          const after = next();
          tf.dispose(theta);
          theta = after;
          expect(read(ordinary.parameters)).toEqual(read(theta));
        }
        expect(read(periodic.parameters)).not.toEqual(read(theta));
        ordinary.dispose();
        periodic.dispose();
        optimiser.dispose();
        tf.dispose(theta);
        expect(tf.memory().numTensors).toBe(before);
      });

      it("leaves no tensor behind", async () => {
        const before = tf.memory().numTensors;
        tf.dispose(network.forward(parameters, inputs));
        tf.dispose(network.jvp(parameters, inputs, v.tensors) as never);
        tf.dispose(network.vjp(parameters, inputs, (f) => f) as never);
        tf.dispose(network.linearVjp(parameters, inputs, v.tensors, (f) => f) as never);
        tf.dispose(network.hvp(parameters, inputs, v.tensors, (f) => f) as never);
        await tangentKernel(network, { parameters, inputs });
        expect(tf.memory().numTensors).toBe(before);
      });

      // tfjs-wasm has no gradient of a convolution's filter
      it.runIf(name !== "wasm")("Jᵀ u equals that of tfjs's own gradients", () => {
        const own = tf.grads((...theta) => tf.sum(tf.mul(network.forward(theta, inputs), uTensor)))(
          parameters,
        );
        const { gradient } = network.vjp(parameters, inputs, () => uTensor);
        expectClose(read(gradient), read(own));
      });
    });

    it("a thousand steps keep no tensor", { timeout: 60_000 }, () => thousandStepsKeepNoTensor(tf));

    it("a wrong shape is named", () => {
      const { network, inputs, parameters } = made(tf, cases[0]);
      expect(() => network.forward(parameters.slice(1), inputs)).toThrow(
        "5 parameter tensors, the network has 6",
      );
      expect(() => network.forward(parameters.toReversed(), inputs)).toThrow(
        "parameter 0.weight has shape [2], [4,5] is needed",
      );
    });
  });
}

const pulled = (jacobian: readonly Float64Array[], u: Float64Array) =>
  jacobian[0].map((_, k) => jacobian.reduce((sum, row, i) => sum + row[k] * u[i], 0));
