import { derivativesContract } from "./derivatives-contract.ts";

await derivativesContract("cpu");
