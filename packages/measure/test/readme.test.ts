// The example of README.md is executed, and the calls that it names exist.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readmeExample } from "../../../test/readme-example.ts";
import * as measure from "../src/index.ts";

const folder = new URL("../", import.meta.url);

test("the README's example prints what it says", () => {
  const { printed, promised } = readmeExample(folder);
  expect(printed).toEqual(promised);
});

test("every call in the README's table is exported", () => {
  const table = readFileSync(new URL("README.md", folder), "utf8").match(/^\|.*\|$/gm)!;
  const calls = table.flatMap((row) => Array.from(row.matchAll(/`(\w+)`/g), ([, name]) => name));
  expect(calls.length).toBeGreaterThan(10);
  for (const name of calls) expect(measure).toHaveProperty(name, expect.any(Function));
});
