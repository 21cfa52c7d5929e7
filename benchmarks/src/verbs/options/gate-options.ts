// Options of `gate`.
import { quiet } from "./common-options.ts";
import { flag, option, type Values } from "./option.ts";
import { oneName, text } from "./readers.ts";

export const gateOptions = {
  tier: option(
    "--tier <name>",
    "counters (exact work, any machine) or timing (result files of one machine)",
    oneName("tier", ["counters", "timing"]),
    "counters",
  ),
  base: option(
    "--base <file|revision>",
    "what to hold against; default for counters: the committed baseline",
    text,
  ),
  renew: flag("--renew", "write the counted work as the new baseline"),
  quiet,
};
export type GateOptions = Values<typeof gateOptions>;
