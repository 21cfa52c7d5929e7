export { MaxTrees } from "./max-trees.ts";
