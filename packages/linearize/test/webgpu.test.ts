// The same on tfjs-webgpu, where a browser has it.
import { openBackend } from "@widthwise/backends";
import { describe, it } from "vitest";
import {
  evaluate,
  IterativeLinearisation,
  LowRankTraining,
  losses,
  type Parameters,
  type Tf,
  tangentKernel,
} from "../src/index.ts";
import { cases } from "./cases.ts";
import { direction, expectClose, made, numbers } from "./made.ts";
import { thousandStepsKeepNoTensor } from "./thousand-steps.ts";

// tfjs-webgpu reads asynchronously only, so it has no part in the other tests: here it is compared with tfjs-cpu
const cpu = await openBackend("tfjs-cpu");
const gpu = await openBackend("tfjs-webgpu");
const missing = "missing" in gpu;

/** Everything that is computed on a device, one after the other. */
async function everything(tf: Tf, one: (typeof cases)[number]): Promise<Record<string, ArrayLike<number>>> {
  const { network, inputs, parameters } = made(tf, one);
  const { tensors: v } = direction(network, 50);
  const join = async (tensors: Parameters) =>
    (await Promise.all(tensors.map((tensor) => tensor.data()))).flatMap((values) => Array.from(values));
  const f = network.forward(parameters, inputs);
  const u = tf.tensor2d(Float32Array.from(numbers(f.size, 9)), f.shape);
  const loss = losses.square;
  const training = new IterativeLinearisation(network, parameters, {
    loss,
    optimiser: { kind: "momentum", rate: 0.01, momentum: 0.9 },
    every: 3,
  });
  for (let step = 0; step < 10; step++) training.step(inputs, u);
  const lowRank = await LowRankTraining.start(network, parameters, inputs, u, {
    loss,
    optimiser: { kind: "sgd", rate: 0.1 },
    reference: inputs,
    rank: 2,
  });
  for (let step = 0; step < 10; step++) await lowRank.step();
  const { loss: value, accuracy } = await evaluate(network, parameters, inputs, u, loss);
  return {
    f: await f.data(),
    jvp: await network.jvp(parameters, inputs, v).tangent.data(),
    vjp: await join(network.vjp(parameters, inputs, () => u).gradient),
    hvp: await join(network.hvp(parameters, inputs, v, () => ({ value: u })).curvature),
    kernel: await tangentKernel(network, { parameters, inputs }),
    evaluation: [value, accuracy],
    trained: await join(training.parameters),
    lowRank: await lowRank.model.forward([lowRank.coordinates], lowRank.features).data(),
  };
}

const title = `tfjs-webgpu${missing ? ` (skipped: ${gpu.missing}; ${gpu.remedy})` : ""}`;
describe.skipIf(missing)(title, () => {
  // one of each kind of layer
  const some = cases.filter(({ name }) => /gelu|residual|transformer/.test(name));
  it.each(some)("computes what tfjs-cpu does: $name", async (one) => {
    if ("missing" in cpu || "missing" in gpu) throw new Error("a backend is missing");
    const tf = cpu.backend.tf!;
    await tf.setBackend("cpu");
    const expected = await everything(tf, one);
    await tf.setBackend("webgpu");
    const found = await everything(gpu.backend.tf!, one);
    for (const [name, values] of Object.entries(expected))
      expectClose(found[name], values, name === "lowRank" ? 1e-4 : undefined);
  });

  it("a thousand steps keep no tensor", { timeout: 120_000 }, async () => {
    if ("missing" in gpu) throw new Error("the backend is missing");
    const tf = gpu.backend.tf!;
    await tf.setBackend("webgpu");
    await thousandStepsKeepNoTensor(tf);
  });
});
