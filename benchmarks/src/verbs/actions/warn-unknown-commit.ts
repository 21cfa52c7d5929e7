// What a user is told before anything is measured, when nobody will know later what was measured.
import { commitOf } from "@widthwise/measure";
import { warn } from "../../warn.ts";
import { workspaceRoot } from "../../workspace.ts";

/** Says on standard error why the commit of this checkout is not known, and what to do. */
export function warnUnknownCommit(): void {
  const { commitUnknown } = commitOf(workspaceRoot);
  if (commitUnknown !== undefined)
    warn(`warning: the result will not say which commit was measured: ${commitUnknown}`);
}
