// Runs the example of a package's README, so that what it promises cannot go stale.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What the first `ts` block of README.md in `folder` prints, line by line, and what the README says that it prints: the
 * `text` block after it, or the comments that end its lines with `console.log`. Throws where the README has no example,
 * promises nothing, or the example fails.
 */
export function readmeExample(folder: URL): { printed: string[]; promised: string[] } {
  const readme = readFileSync(new URL("README.md", folder), "utf8");
  const [, code, text] = /```ts\n([\s\S]*?)```(?:[\s\S]*?```text\n([\s\S]*?)```)?/.exec(readme) ?? [];
  if (code === undefined) throw new Error(`${folder.pathname}README.md has no block \`\`\`ts`);
  const promised =
    text?.trimEnd().split("\n") ??
    Array.from(code.matchAll(/console\.log.*?; \/\/ (.*)/g), ([, line]) => line);
  if (promised.length === 0) throw new Error(`the example of ${folder.pathname}README.md promises no output`);
  // beside the sources, so that the package is found by its name
  const printed = execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", code], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { printed: printed.trimEnd().split("\n"), promised };
}
