import { derivativesContract } from "./derivatives-contract.ts";

await derivativesContract("tensorflow");
