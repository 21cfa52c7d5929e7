// Names that do not exist: what is said to have been meant.
import { backendNames } from "@widthwise/backends";
import { datasets } from "@widthwise/data";
import { algorithms } from "@widthwise/train";
import fc from "fast-check";
import { distance } from "fastest-levenshtein";
import { describe, expect, test } from "vitest";
import { eachOf, namesIn, oneOf } from "../src/names.ts";
import { suiteNames } from "../src/suites.ts";

const algorithmNames = Object.keys(algorithms);

/** What a refusal suggests; undefined where it suggests nothing. */
function suggested(name: string, accepted: readonly string[]): string | undefined {
  try {
    eachOf("thing", namesIn(name), accepted);
  } catch (error) {
    const { message } = error as Error;
    expect(message).toContain(`ccepted are ${accepted.join(", ")}`);
    return /did you mean (.*)\?/.exec(message)?.[1];
  }
  throw new Error(`${name} was accepted`);
}

describe("what was meant", () => {
  test.each<[string, readonly string[], string | undefined]>([
    ["gpu", backendNames, "tfjs-webgpu"],
    ["webgpu", backendNames, "tfjs-webgpu"],
    ["CUDA", backendNames, "tfjs-webgpu"],
    ["threads", backendNames, "wasm-mt"],
    ["tensorflow", backendNames, "tfjs-node"],
    ["JavaScript", backendNames, "js"],
    ["wsam", backendNames, "wasm"],
    ["all", backendNames, backendNames.join(",")],
    ["js,*", backendNames, backendNames.join(",")],
    ["sgd", algorithmNames, "dense-gd"],
    ["adam", algorithmNames, "dense-adam"],
    ["ntk", algorithmNames, "kernel"],
    ["simhash", algorithmNames, "lsh-gd"],
    ["MNIST", Object.keys(datasets), "mnist"],
    ["cifar-10", Object.keys(datasets), "cifar10"],
    ["grokkin", suiteNames, "grokking"],
    ["k8s", ["local", "slurm", "kubernetes"], "kubernetes"],
    ["quantum", backendNames, undefined],
    ["", backendNames, undefined],
    ["e", suiteNames, undefined],
  ])("%j", (name, accepted, meant) => {
    expect(suggested(name, accepted)).toBe(meant);
  });

  test("a name with a slip suggests a name that is near, and a name is accepted as it is", () => {
    const slip = fc.tuple(fc.constantFrom(...suiteNames), fc.nat(), fc.constantFrom(..."abcxyz"));
    fc.assert(
      fc.property(slip, ([name, at, letter]) => {
        expect(oneOf("suite", name, suiteNames)).toBe(name);
        const k = at % name.length;
        const wrong = `${name.slice(0, k)}${letter}${name.slice(k + 1)}`;
        fc.pre(!suiteNames.includes(wrong));
        expect(distance(wrong, suggested(wrong, suiteNames) ?? "")).toBeLessThanOrEqual(1);
      }),
    );
  });
});
