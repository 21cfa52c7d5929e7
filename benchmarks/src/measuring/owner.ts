// One command at a time works in a place: who finds it taken is told by whom.
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder } from "@widthwise/measure";
import { UsageError } from "../exit-codes.ts";

/** How long an owner has to say who it is. */
const ANSWER_MS = 1000;

/**
 * Makes the folder and owns it until this process ends or the function returned is called; `part` names what of it, by
 * default all. UsageError where another process of this machine owns it. The owner listens on a socket that has a
 * name and no file, which the system forgets with its owner, however that ends.
 */
export async function own(folder: string, part = ""): Promise<() => void> {
  makeFolder(folder);
  const name = createHash("sha256")
    .update(JSON.stringify([realpathSync(folder), part]))
    .digest("hex")
    .slice(0, 32);
  const address = process.platform === "linux" ? `\0widthwise-${name}` : join(tmpdir(), `widthwise-${name}`);
  const server = createServer((asker) =>
    asker.end(`process ${process.pid}: ${process.argv.slice(2).join(" ")}`),
  );
  server.unref();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", reject);
  server.listen(address, resolve);
  try {
    await promise;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new UsageError(
      `${folder} is in use by ${await ownerOf(address)}: wait for it, or choose another folder with --output`,
    );
  }
  return () => server.close();
}

function ownerOf(address: string): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    const asker = connect(address);
    asker.setTimeout(ANSWER_MS, () => asker.destroy());
    asker.on("data", (text) => {
      said += text;
    });
    asker.on("error", () => {});
    asker.on("close", () => resolve(said || "another process"));
  });
}
