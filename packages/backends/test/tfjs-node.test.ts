// The contract, for tfjs-node.
import { createRequire } from "node:module";
import { join } from "node:path";
import { openTfjsNode } from "../src/tfjs-node.ts";
import { tfjsContract } from "./tfjs-contract.ts";

// it has a tfjs-core of its own
const folder = join(import.meta.dirname, "..", "..", "..", ".native", "tfjs-node");
const own = () => createRequire(join(folder, "package.json"))("@tensorflow/tfjs-node");

await tfjsContract("tfjs-node", openTfjsNode, async () => own().memory().numTensors);
