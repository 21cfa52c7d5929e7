// The contract, for jax-js.
import { openJaxJs } from "../src/jax-js.ts";
import { backendContract } from "./backend-contract.ts";

await backendContract("jax-js", openJaxJs);
