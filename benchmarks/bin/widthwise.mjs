#!/usr/bin/env node
// The command `widthwise`, in JavaScript that every Node reads. What it starts is TypeScript with `using`, which Node runs from 24 on: an
// older Node hands over to the one that `npm ci` installs, and where there is none says what is accepted.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Set for a Node that was handed over to, which does not hand over again. */
const HANDED_OVER = "WIDTHWISE_HANDED_OVER";

/** The Node of the npm package of this platform; undefined where that is not installed. */
function installedNode() {
  const windows = process.platform === "win32";
  try {
    const name = `node-${windows ? "win" : process.platform}-${process.arch}`;
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const file = join(folder, "bin", windows ? "node.exe" : "node");
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Runs this command by another Node, which gets the signals that this process gets, and ends as it ends. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, [HANDED_OVER]: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** How often this process looks whether npm's shell is still there. */
const LOOK_MS = 500;

/**
 * npx and npm hand a signal to the shell that they start this command by, and that passes none on: it ends, and with it whoever
 * waits for this process. Its end is taken for the signal.
 */
function endWithShell() {
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) process.kill(process.pid, "SIGTERM");
  }, LOOK_MS).unref();
}

if (process.env.npm_command !== undefined) endWithShell();
const runsIt = process.features.typescript && Number(process.versions.node.split(".")[0]) >= 24;
// the one answer that needs no TypeScript, whose reader takes 25 MB
if (runsIt && process.argv.slice(2).join(" ") === "--version")
  process.stdout.write(`${createRequire(import.meta.url)("../package.json").version}\n`);
else if (runsIt) await import("../src/cli.ts");
else {
  const node = process.env[HANDED_OVER] === undefined ? installedNode() : undefined;
  if (node !== undefined) handOver(node);
  else {
    process.stderr.write(
      `widthwise: this is Node ${process.version}${process.features.typescript === false ? " without its type stripping" : ""}: accepted is Node 24 or newer\n`,
    );
    process.exitCode = 2;
  }
}
