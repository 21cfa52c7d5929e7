// The contract, for tfjs-cpu.
import { memory } from "@tensorflow/tfjs-core";
import { openTfjsCpu } from "../src/tfjs-cpu.ts";
import { tfjsContract } from "./tfjs-contract.ts";

await tfjsContract("tfjs-cpu", openTfjsCpu, async () => memory().numTensors);
