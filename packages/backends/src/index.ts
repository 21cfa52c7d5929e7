export type * from "./backend.ts";
export { openJs } from "./js.ts";
export { backendNames, openBackend } from "./registry.ts";
