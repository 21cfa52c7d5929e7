// The contract, for onnxruntime.
import { openOnnxruntime } from "../src/onnxruntime.ts";
import { backendContract } from "./backend-contract.ts";

await backendContract("onnxruntime", openOnnxruntime);
