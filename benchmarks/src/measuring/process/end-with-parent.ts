// No measuring process outlives its command, however that ends and whatever the process computes meanwhile.
import { spawn } from "node:child_process";

/**
 * Ends this process when its parent is gone. The event loop hears of it only between two steps, and a step may take
 * minutes: so a shell waits beside it for the end of standard input, which the parent alone holds open. (A thread of
 * this process could wait as well, but would add 18 MB to the memory that is measured here.)
 */
export function endWithParent(): void {
  process.on("disconnect", () => process.exit(0));
  const guard = spawn("/bin/sh", ["-c", 'read -r _; kill -9 "$0"', String(process.pid)], {
    stdio: [0, "ignore", "ignore"],
  });
  // no room for a process more: the event loop alone must do
  guard.on("error", () => {});
  guard.unref();
}
