// The contract of derivatives on tfjs-wasm.
import { derivativesContract } from "./derivatives-contract.ts";

await derivativesContract("wasm");
