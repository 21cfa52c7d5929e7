// Result files on disk: whole or not there, and refused with a reason.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InvalidResult, readCounters, readResult, resultJsonSchema, writeResult } from "../src/index.ts";
import { cellsOf, resultOf } from "./synthetic.ts";

describe("result files", () => {
  const directory = () => mkdtempSync(join(tmpdir(), "widthwise-"));
  const result = resultOf(cellsOf({ widths: [64], time: () => 5 }));
  const failure = (path: string): InvalidResult => {
    try {
      readResult(path);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidResult);
      return error as InvalidResult;
    }
    throw new Error("was read");
  };
  test("what is written is read, and nothing else is left in the directory", () => {
    const path = join(directory(), "deep", "down", "result.json");
    writeResult(path, result);
    writeResult(path, result);
    expect(readResult(path)).toEqual(result);
    expect(readdirSync(join(path, ".."))).toEqual(["result.json"]);
  });
  test("an invalid result is refused and the old file stays", () => {
    const path = join(directory(), "result.json");
    writeResult(path, result);
    expect(() => writeResult(path, { ...result, seed: Number.NaN })).toThrow("seed");
    expect(readResult(path)).toEqual(result);
  });
  test("a failed write leaves nothing beside", () => {
    const at = directory();
    mkdirSync(join(at, "result.json"));
    expect(() => writeResult(join(at, "result.json"), result)).toThrow();
    expect(readdirSync(at)).toEqual(["result.json"]);
  });
  test("a missing file is a usage error; a directory too", () => {
    const at = directory();
    expect(failure(join(at, "none.json"))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("no such file"),
    });
    expect(failure(at)).toMatchObject({ exitCode: 2, message: expect.stringContaining("is a directory") });
  });
  test("a file cut anywhere, another schema and a wrong field are invalid, and say what was found and what is accepted", () => {
    const path = join(directory(), "result.json");
    writeResult(path, result);
    const text = readFileSync(path, "utf8");
    for (const at of [0, 1, 100, text.length >> 1, text.length - 3]) {
      writeFileSync(path, text.slice(0, at));
      expect(failure(path)).toMatchObject({ exitCode: 4, message: expect.stringContaining("not JSON") });
    }
    for (const [content, found] of [
      ["[]", "schema is missing"],
      [text.replace(/"samples": \[[^\]]*\]/, '"samples": []'), "samples"],
      [text.replace(/"rounds": \[\n *0,/, '"rounds": ['), "20 samples in 19 rounds"],
      [JSON.stringify({ ...result, cells: [...result.cells, ...result.cells] }), "is there twice"],
      ['{"schema":"widthwise-result/0"}', 'schema is "widthwise-result/0", accepted is "widthwise-result/1"'],
      ["{}", "schema is missing"],
      ["null", "schema is missing"],
      ["3", "schema is missing"],
      [text.replace('"seed": 1', '"seed": "one"'), "seed"],
    ]) {
      writeFileSync(path, content);
      expect(failure(path)).toMatchObject({ exitCode: 4, message: expect.stringContaining(found) });
    }
  });
  test("a byte-order mark before the JSON is no error, in any file", () => {
    const at = directory();
    const [path, counters] = [join(at, "result.json"), join(at, "counters.json")];
    writeFileSync(path, `\uFEFF${JSON.stringify(result)}`);
    expect(readResult(path)).toEqual(result);
    const counted = { schema: "widthwise-counters/1", suite: "cpi", cells: [] };
    writeFileSync(counters, `\uFEFF${JSON.stringify(counted)}`);
    expect(readCounters(counters)).toEqual(counted);
  });
  test("messages stay short, however long the file", () => {
    const path = join(directory(), "result.json");
    for (const content of [{ schema: "x".repeat(1e6) }, { ...result, cells: Array(1000).fill({}) }]) {
      writeFileSync(path, JSON.stringify(content));
      expect(failure(path).message.length).toBeLessThan(3000);
    }
  });
  test("the schema is published as JSON Schema", () => {
    expect(resultJsonSchema()).toMatchObject({
      type: "object",
      required: expect.arrayContaining(["schema", "cells"]),
    });
  });
});
