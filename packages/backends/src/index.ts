export type * from "./backend.ts";
export { openJs } from "./js.ts";
