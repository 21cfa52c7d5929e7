// What other packages may use; registry.ts lists the backends.
export type * from "./backend.ts";
export { backendNames, openBackend, wideBackends } from "./registry.ts";
