// Do two lock files hold the same libraries for what is measured? Then both revisions may run on those that are installed.
import { posix } from "node:path";
import { z } from "zod";

const names = z.record(z.string(), z.string()).optional();
const entrySchema = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  /** of a link: where the package of this workspace lies */
  resolved: z.string().optional(),
  link: z.boolean().optional(),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  /** of a package of this workspace: what it is built with */
  devDependencies: names,
});
type Entry = z.infer<typeof entrySchema>;
const lockSchema = z.object({ packages: z.record(z.string(), entrySchema) });

/** Where a package finds another: below the nearest node_modules, from its own folder upwards. */
function placeOf(name: string, from: string, entries: Readonly<Record<string, Entry>>): string | undefined {
  for (let folder = from; ; folder = posix.dirname(folder)) {
    const place = posix.join(folder === "." ? "" : folder, "node_modules", name);
    if (place in entries) return place;
    if (folder === "." || folder === "") return undefined;
  }
}

/** Version and checksum of each library that the packages below packages/ run or are built with, by its place. */
function librariesOf(text: string): Map<string, string> {
  const { packages: entries } = lockSchema.parse(JSON.parse(text));
  const found = new Map<string, string>();
  const open = Object.keys(entries).filter((place) => /^packages\/[^/]+$/.test(place));
  for (const place of open) {
    const entry = entries[place];
    const wanted = [
      entry.dependencies,
      entry.optionalDependencies,
      entry.peerDependencies,
      place.includes("node_modules") ? {} : entry.devDependencies,
    ];
    for (const name of wanted.flatMap((one) => Object.keys(one ?? {}))) {
      const next = placeOf(name, place, entries);
      if (next === undefined || entries[next].link || found.has(next)) continue;
      found.set(next, `${entries[next].version} ${entries[next].integrity}`);
      open.push(next);
    }
  }
  return found;
}

/**
 * What keeps a revision with the lock `wanted` from running on what is installed by the lock `installed`: places of libraries;
 * none where the locks agree. What only the instrument and the tools of the workspace need does not count.
 */
export function differingLibraries(installed: string, wanted: string): string[] {
  const [here, there] = [librariesOf(installed), librariesOf(wanted)];
  return [...new Set([...here.keys(), ...there.keys()])].filter(
    (place) => here.get(place) !== there.get(place),
  );
}
