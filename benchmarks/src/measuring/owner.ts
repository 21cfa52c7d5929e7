// One command at a time works in a place: who finds it taken is told by whom.
import { createHash } from "node:crypto";
import { existsSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../exit-codes.ts";

/** How long an owner has to say who it is. */
const ANSWER_MS = 1000;

/**
 * Owns the folder, or the part of it that `part` names, until this process ends or what is returned is disposed of; the folder need
 * not be there. UsageError where another process of this machine owns it. The owner listens on a socket: on Linux one that has a
 * name and no file, which the system forgets with its owner, however that ends; elsewhere a dead owner's file is taken over.
 */
export async function own(folder: string, part = ""): Promise<Disposable> {
  const name = createHash("sha256")
    .update(JSON.stringify([realPathOf(resolve(folder)), part]))
    .digest("hex")
    .slice(0, 32);
  const address = process.platform === "linux" ? `\0widthwise-${name}` : join(tmpdir(), `widthwise-${name}`);
  for (;;) {
    const server = await listening(address);
    if (server !== undefined) return { [Symbol.dispose]: () => server.close() };
    const owner = await ownerAt(address);
    if (owner !== undefined)
      throw new UsageError(
        `${folder} is in use by ${owner}: wait for it, or choose another folder with --output`,
      );
    rmSync(address, { force: true });
  }
}

/** By one name whichever way it is reached, and whether or not it is there. */
function realPathOf(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : join(realPathOf(dirname(folder)), basename(folder));
}

/** undefined where the address is taken */
async function listening(address: string): Promise<Server | undefined> {
  const server = createServer((asker) =>
    asker.end(`process ${process.pid}: ${process.argv.slice(2).join(" ")}`),
  );
  server.unref();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", reject);
  server.listen(address, resolve);
  try {
    await promise;
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return undefined;
    throw error;
  }
}

/** Who listens there; undefined where nobody does any more. */
function ownerAt(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = "";
    let refused = false;
    const asker = connect(address);
    asker.setTimeout(ANSWER_MS, () => asker.destroy());
    asker.on("data", (text) => {
      said += text;
    });
    asker.on("error", ({ code }: NodeJS.ErrnoException) => {
      refused = code === "ECONNREFUSED" || code === "ENOENT";
    });
    asker.on("close", () => resolve(refused ? undefined : said || "another process"));
  });
}
