// What all findings of one result have in common: code and surroundings, which a run that goes on must have kept.
import { describeMachine, describeRuntime } from "@widthwise/measure";
import { z } from "zod";
import { codeVersion } from "./code-version.ts";

export const begunSchema = z.record(z.string(), z.string());
/** By name, as text. */
export type Begun = z.infer<typeof begunSchema>;

/** As they are now; the code is a study's, or that of suites of paired rounds. */
export function begunNow(study: string | undefined): Begun {
  const { id, conditions } = describeMachine();
  const { node, v8, flags, environment } = describeRuntime();
  return {
    code: codeVersion(study),
    machine: id,
    ...conditions,
    Node: `${node}, V8 ${v8}`,
    flags: flags.join(" "),
    ...environment,
  };
}

/** Each difference in words; none where a run may go on. */
export function changesSince(before: Begun, now: Begun): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names
    .filter((name) => before[name] !== now[name])
    .map((name) =>
      name === "code"
        ? "the code that measures or is measured has changed"
        : `${name} was ${before[name] ?? "not told"} and is ${now[name] ?? "not told"}`,
    );
}
