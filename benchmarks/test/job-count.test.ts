// Jobs are counted before they are made: a number typed wrong is refused at once, and a value given twice is named.
import { expect, test } from "vitest";
import { counted, MOST_JOBS, upTo } from "../src/measuring/jobs/up-to.ts";
import { loadSuite, type StudySuite, suiteNames } from "../src/suites.ts";
import { planStudy } from "../src/verbs/actions/plan-study.ts";

const studies = suiteNames.map(loadSuite).filter((suite): suite is StudySuite => suite.kind === "study");
const plan = (suite: StudySuite, set: [string, string][]) =>
  planStudy(
    suite,
    { profile: "verify", set, shard: undefined, seed: 1, threads: undefined, dataDir: undefined },
    new Map(),
  );

const counts = studies.flatMap((suite) =>
  Object.entries(suite.profiles.verify ?? {})
    .filter(([name, value]) => typeof value === "number" && /^(seeds|rounds|cells|repeats)$/.test(name))
    .map(([name]) => [suite.name, name, suite] as const),
);

test.each(counts)("%s: an absurd %s is refused without being made", async (_study, name, suite) => {
  await expect(plan(suite, [[name, "1000000000"]])).rejects.toThrow(
    /more than 1000000 jobs|Too big|accepted/,
  );
});

const numbers = studies.flatMap((suite) =>
  Object.entries(suite.profiles.verify ?? {})
    .filter(([, value]) => typeof value === "number")
    .map(([name]) => [suite.name, name, suite] as const),
);

test.each(numbers)(
  "%s: a billion as %s is refused, or makes no more jobs than are accepted",
  async (_study, name, suite) => {
    const jobs = await plan(suite, [[name, "1000000000"]]).then(
      ({ jobs }) => jobs.length,
      ({ name }) => name,
    );
    if (typeof jobs === "number") expect(jobs).toBeLessThanOrEqual(MOST_JOBS);
    else expect(jobs).toBe("UsageError");
  },
);

const lists = studies.flatMap((suite) =>
  Object.entries(suite.profiles.verify ?? {})
    .filter(([, value]) => Array.isArray(value) && value.length > 0 && typeof value[0] !== "object")
    .map(([name, value]) => [suite.name, name, suite, (value as unknown[])[0]] as const),
);

test.each(lists)("%s: a value of %s that stands there twice is named", async (study, name, suite, value) => {
  const twice = JSON.stringify([value, value]);
  await expect(plan(suite, [[name, twice]])).rejects.toThrow(`parameter ${name} of ${study} holds`);
});

test("all repetitions of a plan together are bounded", () => {
  expect(upTo(3)).toEqual([0, 1, 2]);
  expect(counted(() => upTo(10).flatMap(() => upTo(MOST_JOBS / 20))).length).toBe(MOST_JOBS / 2);
  expect(() => counted(() => upTo(100).flatMap(() => upTo(MOST_JOBS / 20)))).toThrow("more than");
});
