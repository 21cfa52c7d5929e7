// The contract, for tfjs-webgpu.
import { memory } from "@tensorflow/tfjs-core";
import { openTfjsWebgpu } from "../src/tfjs-webgpu.ts";
import { tfjsContract } from "./tfjs-contract.ts";

await tfjsContract("tfjs-webgpu", openTfjsWebgpu, async () => memory().numTensors);
