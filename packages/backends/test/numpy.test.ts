// The contract, for numpy.
import { openNumpy } from "../src/numpy.ts";
import { backendContract } from "./backend-contract.ts";

await backendContract("numpy", openNumpy);
