// Loaded before anything else into a measuring process, which it ends when its parent is gone: none outlives its command, however
// that ends and whatever the process loads or computes meanwhile.
import { spawn } from "node:child_process";

// between two steps the event loop hears of it
process.on("disconnect", () => process.exit(0));

// A step may take minutes, and loading seconds: so a shell waits beside this process for the end of standard input, which the parent
// alone holds open. (A thread of this process could wait as well, but would add 18 MB to the memory that is measured here.)
const guard = spawn("/bin/sh", ["-c", 'read -r _; kill -9 "$0"', String(process.pid)], {
  stdio: [0, "ignore", "ignore"],
});
// no room for a process more: the event loop alone must do
guard.on("error", () => {});
guard.unref();
