// Where this repository lies, and its command.
import { fileURLToPath } from "node:url";

export const workspaceRoot = fileURLToPath(new URL("../..", import.meta.url));

/** What `npx widthwise` runs. */
export const commandFile = fileURLToPath(new URL("../bin/widthwise.mjs", import.meta.url));
