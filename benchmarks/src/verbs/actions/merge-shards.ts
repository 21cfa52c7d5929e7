// What `merge` does.
import { cellName, InvalidResult, type Result, readResult, resultText } from "@widthwise/measure";
import { UsageError } from "../../exit-codes.ts";
import { derivedOf } from "../../measuring/derive.ts";
import { combined } from "../../measuring/jobs/assemble-study.ts";
import { kindOf } from "../../suites.ts";
import type { JsonDestination } from "../output/writable.ts";

/** Joins the shards in these files and writes the result to another. */
export function mergeFiles(files: readonly string[], json: JsonDestination): void {
  json.write(resultText(json.name, mergeShards(files.map((path) => ({ path, result: readResult(path) })))));
}

/** What must be equal for two shards to be parts of one measurement. */
const shared = [
  "suite",
  "profile",
  "benchmarkVersion",
  "seed",
  "commit",
  "dirty",
  "settings",
  "runtime",
] as const;

/** Shards of a study may use different data sets and backends: those that two of them have must agree. */
function describe(result: Result): [string, string][] {
  const { machine, study, backends, dataset } = result;
  const fields: [string, string][] = shared.map((field) => [field, JSON.stringify(result[field]) ?? "none"]);
  const versions = backends.map(({ name, version, threads }) => [name, `${version} ×${threads}`] as const);
  fields.push(["machine", machine.id], ...Object.entries(machine.conditions ?? {}));
  if (study === undefined) {
    fields.push(["dataset", JSON.stringify(dataset)]);
    fields.push([
      "backends",
      versions
        .map((names) => names.join(" "))
        .sort()
        .join(", "),
    ]);
  } else {
    fields.push(["study", JSON.stringify([study.name, study.params])]);
    for (const [name, version] of versions) fields.push([`backend ${name}`, version]);
    for (const { name, sha256 } of study.datasets) fields.push([`data set ${name}`, sha256]);
  }
  return fields;
}

/** Joins shards 1 … k of one run; refuses mixtures that may not be compared. Fits and crossovers are computed anew. */
function mergeShards(shards: readonly { path: string; result: Result }[]): Result {
  const [first] = shards;
  const expected = new Map<string, { value: string; path: string }>();
  const seen = new Map<number, string>();
  for (const { path, result } of shards) {
    if (result.shard === undefined)
      throw new InvalidResult(path, 4, "is not a shard: it was measured without --shard");
    for (const [field, value] of describe(result)) {
      const known = expected.get(field) ?? { value, path };
      expected.set(field, known);
      if (value !== known.value)
        throw new InvalidResult(
          path,
          4,
          `${field} is ${value}, but ${known.path} has ${known.value}: these may not be joined`,
        );
    }
    if (result.shard.of !== first.result.shard?.of)
      throw new InvalidResult(
        path,
        4,
        `is a shard of ${result.shard.of}, but ${first.path} of ${first.result.shard?.of}`,
      );
    const twice = seen.get(result.shard.index);
    if (twice !== undefined)
      throw new UsageError(`${twice} and ${path} are both shard ${result.shard.index} of ${result.shard.of}`);
    seen.set(result.shard.index, path);
  }
  const of = first.result.shard?.of ?? 0;
  const missing = Array.from({ length: of }, (_, k) => k + 1).filter((index) => !seen.has(index));
  if (missing.length > 0) throw new UsageError(`shard ${missing.join(", ")} of ${of} is missing`);
  checkDistinct(shards);
  const results = shards.map(({ result }) => result);
  const cells = results.flatMap((result) => result.cells);
  const { shard: _, seconds: __, ...whole } = first.result;
  // parts of a sweep have no time of their own
  const times = results.flatMap((result) => result.seconds ?? []);
  return {
    ...whole,
    command: results.map((result) => result.command).join(" && "),
    ...(times.length > 0 ? { seconds: times.reduce((sum, seconds) => sum + seconds) } : {}),
    cells,
    controls: { noop: first.result.controls.noop, aa: results.flatMap((result) => result.controls.aa) },
    ...derivedOf(cells, { seed: whole.seed, kind: kindOf(whole) }),
    ...(whole.study === undefined ? {} : joinedParts(whole.study, results)),
  };
}

/** A cell is in one shard. */
function checkDistinct(shards: readonly { path: string; result: Result }[]): void {
  const held = new Map<string, string>();
  for (const { path, result } of shards)
    for (const cell of result.cells) {
      const name = cellName(cell);
      const before = held.get(name);
      if (before !== undefined)
        throw new InvalidResult(path, 4, `${name} is also in ${before}: shards have no cell in common`);
      held.set(name, path);
    }
}

/** Every backend and data set of a study's shards, once. */
function joinedParts(study: NonNullable<Result["study"]>, results: readonly Result[]) {
  const once = <T extends { name: string }>(values: readonly T[]) =>
    [...new Map(values.map((value) => [value.name, value])).values()].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  const datasets = once(results.flatMap((result) => result.study?.datasets ?? []));
  const backends = once(results.flatMap((result) => result.backends));
  return { study: { ...study, datasets }, dataset: combined(datasets), backends };
}
