// A dense layer without bias, forward and backward, on the WebAssembly kernels.
import type { Gemm, Kernels } from "@widthwise/kernels";

/**
 * Y = X W and its two backward products in the kernels' float32: X [rows, inputs], W [inputs, outputs], all row-major.
 * Fewer rows than `rows` are zero rows. Results are views, valid until the next call of the same kind.
 */
export class DenseLayer {
  readonly #forward: Gemm;
  readonly #weightGradient: Gemm;
  readonly #inputGradient: Gemm | undefined;

  /** `pullsInputs`: false saves the product of ∂L/∂X where nobody asks for it. */
  constructor(kernels: Kernels, rows: number, inputs: number, outputs: number, pullsInputs = true) {
    this.#forward = kernels.gemm({ orientation: "nn", rows, inner: inputs, cols: outputs });
    this.#weightGradient = kernels.gemm({ orientation: "tn", rows: inputs, inner: rows, cols: outputs });
    if (pullsInputs)
      this.#inputGradient = kernels.gemm({ orientation: "nt", rows, inner: outputs, cols: inputs });
  }

  /** X [rows, inputs], to be filled before `forward`. */
  get inputs(): Float32Array {
    return this.#forward.a();
  }

  /** Y [rows, outputs] of the last forward pass. */
  get outputs(): Float32Array {
    return this.#forward.c();
  }

  /** Y [rows, outputs]. rows·inputs·outputs multiply-adds. */
  forward(weights: Float32Array): Float32Array {
    this.#forward.b().set(weights);
    this.#forward.run();
    return this.#forward.c();
  }

  /** ∂L/∂W [inputs, outputs] = Xᵀ ∂L/∂Y, of the last forward pass. rows·inputs·outputs multiply-adds. */
  pullWeights(outputGradient: Float32Array): Float32Array {
    const gemm = this.#weightGradient;
    gemm.a().set(this.inputs);
    gemm.b().set(outputGradient);
    gemm.run();
    return gemm.c();
  }

  /** ∂L/∂X [rows, inputs] = ∂L/∂Y Wᵀ. rows·inputs·outputs multiply-adds. */
  pullInputs(outputGradient: Float32Array, weights: Float32Array): Float32Array {
    const gemm = this.#inputGradient;
    if (gemm === undefined) throw new Error("this layer was opened without ∂L/∂X");
    gemm.a().set(outputGradient);
    gemm.b().set(weights);
    gemm.run();
    return gemm.c();
  }

  dispose(): void {
    for (const gemm of [this.#forward, this.#weightGradient, this.#inputGradient]) gemm?.dispose();
  }
}
