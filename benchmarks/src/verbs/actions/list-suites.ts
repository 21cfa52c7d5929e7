// The suites that `list` tells of, with what they would run and how long that has taken.
import { paragraph, table } from "../../page/document.ts";
import { measureOf } from "../../studies/measured.ts";
import { loadSuite, type Suite, suiteNames } from "../../suites.ts";
import type { Listed } from "./listed.ts";
import { cellsOf } from "./plan-suite.ts";
import { publishedSeconds } from "./published-seconds.ts";

interface Profile {
  readonly name: string;
  /** of a paired suite, on all of its backends */
  readonly cells?: number;
  /** of a study */
  readonly jobs?: number;
  /** the longest of the published runs */
  readonly seconds?: number | undefined;
}

/** Every suite with what each of its profiles would run. */
export async function listSuites(): Promise<Listed> {
  const longest = publishedSeconds();
  const data = await Promise.all(
    suiteNames.map(loadSuite).map(async (suite) => ({
      name: suite.name,
      kind: suite.kind,
      title: suite.title,
      profiles: (await sizesOf(suite)).map(
        (profile): Profile => ({ ...profile, seconds: longest.get(`${suite.name} ${profile.name}`) }),
      ),
    })),
  );
  const profileNames = [...new Set(data.flatMap(({ profiles }) => profiles.map(({ name }) => name)))];
  const rows = data.map(({ name, kind, title, profiles }) => [
    `\`${name}\``,
    kind,
    ...profileNames.map((each) => sizeText(profiles.find((profile) => profile.name === each))),
    title,
  ]);
  return {
    data,
    blocks: [
      table(["suite", "kind", ...profileNames.map((name) => `${name}>`), "about"], rows),
      paragraph(
        "Profiles with the number of jobs of a study, or cells of another suite, and the longest published time. Start one with `widthwise run SUITE --profile NAME`.",
      ),
    ],
  };
}

/** How much each profile would run. */
async function sizesOf(suite: Suite): Promise<Profile[]> {
  if (suite.kind !== "study")
    return Object.keys(suite.profiles).map((name) => ({
      name,
      cells: cellsOf(suite, { profile: name }).length,
    }));
  const { params, jobs } = await measureOf(suite.study);
  return Object.entries(suite.profiles).map(([name, values]) => ({
    name,
    jobs: jobs(params.parse(values), { seed: 1 }).length,
  }));
}

function sizeText(profile: Profile | undefined): string {
  if (profile === undefined) return "";
  const { cells, jobs, seconds } = profile;
  const size = String(cells ?? jobs);
  if (seconds === undefined) return size;
  return seconds < 120 ? `${size}, ${Math.round(seconds)} s` : `${size}, ${Math.round(seconds / 60)} min`;
}
