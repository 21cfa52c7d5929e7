// The contract, for openblas.
import { openOpenblas } from "../src/openblas.ts";
import { backendContract } from "./backend-contract.ts";

await backendContract("openblas", openOpenblas);
