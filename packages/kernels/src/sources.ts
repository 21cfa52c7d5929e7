// What the compiled kernels are made from.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
/** The kernels, the fields of their jobs, and the build; turbo.json lists the same as inputs. */
const folders = ["assembly/", "src/jobs/", "scripts/"];

/** sha256 of the kernels' sources: kept beside what is compiled from them, so that stale kernels are found out. */
export function sourcesDigest(): string {
  const hash = createHash("sha256");
  for (const folder of folders)
    for (const file of readdirSync(new URL(folder, root)).sort())
      hash.update(folder + file).update(readFileSync(new URL(folder + file, root)));
  return hash.digest("hex");
}
