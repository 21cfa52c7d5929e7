// The contract of derivatives on tfjs-node.
import { derivativesContract } from "./derivatives-contract.ts";

await derivativesContract("tensorflow");
