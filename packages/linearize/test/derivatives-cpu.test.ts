// The contract of derivatives on tfjs-cpu.
import { derivativesContract } from "./derivatives-contract.ts";

await derivativesContract("cpu");
