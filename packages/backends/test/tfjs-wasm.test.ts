// The contract, for tfjs-wasm.
import { memory } from "@tensorflow/tfjs-core";
import { openTfjsWasm } from "../src/tfjs-wasm.ts";
import { tfjsContract } from "./tfjs-contract.ts";

await tfjsContract("tfjs-wasm", openTfjsWasm, async () => memory().numTensors);
