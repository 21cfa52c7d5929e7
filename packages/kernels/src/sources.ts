import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../assembly/", import.meta.url);

/** sha256 of the kernels' sources: kept beside what is compiled from them, so that stale kernels are found out. */
export function sourcesDigest(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort())
    hash.update(file).update(readFileSync(new URL(file, folder)));
  return hash.digest("hex");
}
