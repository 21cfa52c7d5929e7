// Published results, their age, and which of a suite speaks for it.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readResult } from "@widthwise/measure";
import { link, type Text } from "../page/document.ts";
import { fromOutside } from "../page/outside.ts";
import { type Tellable, tellable } from "./tellable.ts";
import { attempt, type Untold } from "./untold.ts";

export interface Entry extends Tellable {
  /** below reports/, with "/" between its parts */
  readonly folder: string;
}

/** The path of a result, below the root. */
export const resultPath = (folder: string): string => `reports/${folder}/result.json`;

/** Every result below reports/, in order of its folder, and those that cannot be read or that nothing here tells. */
export async function publishedEntries(root: string): Promise<{ entries: Entry[]; untold: Untold[] }> {
  const reports = join(root, "reports");
  const entries: Entry[] = [];
  const untold: Untold[] = [];
  for (const machine of foldersOf(reports))
    for (const run of foldersOf(join(reports, machine))) {
      const folder = `${machine}/${run}`;
      const path = resultPath(folder);
      if (!existsSync(join(root, path))) continue;
      const entry = await attempt(path, untold, async (): Promise<Entry> => {
        return { folder, ...(await tellable(readResult(join(root, path)))) };
      });
      if (entry !== undefined) entries.push(entry);
    }
  return { entries, untold };
}

function foldersOf(path: string): string[] {
  if (!existsSync(path)) return [];
  return (
    readdirSync(path, { withFileTypes: true })
      // a hidden one is being written
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name)
      .sort()
  );
}

/** Day of a measurement: when it started, or for a sweep, which runs in parts, that of its folder's name. */
function dayOf({ folder, result: { startedAt } }: Entry): string {
  return startedAt?.slice(0, 10) ?? folder.slice(folder.lastIndexOf("/") + 1).slice(0, 10);
}

/** Newest first; of one day, by folder. */
export function byAge(entries: readonly Entry[]): Entry[] {
  const key = (entry: Entry) => `${entry.result.startedAt ?? dayOf(entry)} ${entry.folder}`;
  return entries.toSorted((a, b) => (key(a) < key(b) ? 1 : key(a) > key(b) ? -1 : 0));
}

/** One of each suite: the newest full measurement, else the newest. */
export function speaking(entries: readonly Entry[]): Entry[] {
  const suites = Map.groupBy(byAge(entries), ({ result }) => result.suite);
  return [...suites.values()].map((own) => own.find(({ result }) => result.profile === "full") ?? own[0]);
}

/** "2026-11-21 cpi", a link from a page in reports/ */
export const linkTo = (entry: Entry): Text =>
  link(`${fromOutside(dayOf(entry))} ${entry.result.suite}`, `${entry.folder}/result.md`);
