// Random streams are declared where they are drawn, as a constant whose name ends in Stream: no two may have one number.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workspaceRoot } from "../src/workspace.ts";

const folders = [
  ...readdirSync(join(workspaceRoot, "packages")).map((name) => join("packages", name, "src")),
  "benchmarks/src",
];
const sources = folders.flatMap((folder) =>
  readdirSync(join(workspaceRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({
      file: join(folder, name),
      // comments may show an example
      text: readFileSync(join(workspaceRoot, folder, name), "utf8").replaceAll(/^\s*(\/\/|\/?\*).*$/gm, ""),
    })),
);
const declared = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/\bconst (\w+Stream) = (\d+);/g)].map(([, name, number]) => ({
    where: `${name} in ${file}`,
    number,
  })),
);

test("no two random streams have one number", () => {
  const byNumber = Map.groupBy(declared, ({ number }) => number);
  const collisions = [...byNumber.entries()]
    .filter(([, streams]) => streams.length > 1)
    .map(([number, streams]) => `${number}: ${streams.map(({ where }) => where).join(" and ")}`);
  expect(collisions).toEqual([]);
});

test("every key's stream has such a name, and every such name a number", () => {
  expect(declared.map(({ where }) => where)).toContain("weightsStream in packages/core/src/streams.ts");
  const unnamed = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/[{,]\s*stream: (?!number\b|"|\w*Stream\b)[^,}]+|\bconst \w+Stream = (?!\d+;).*/g)].map(
      ([found]) => `${file}: ${found}`,
    ),
  );
  expect(unnamed).toEqual([]);
});
