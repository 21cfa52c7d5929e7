// What to do when two results may not be compared, or one lacks what the other has: the command that measures again.
import type { Result } from "./schema.ts";

/** A word of a shell's command, in quotes or not. */
const word = /(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g;
/** Options that say where results go, or that only a part is measured; those of the second kind have a value. */
const flags = /^--(?:publish|resume|fresh)$/;
const valued = /^'?--(json|output|shard)(=|$)/;

/** The command of a result, its output apart: of a result joined from shards, that of the whole. */
function commandOf({ command }: Result, json: string): string {
  const words: string[] = command.match(word) ?? [];
  const end = words.indexOf("&&");
  const kept = words.slice(0, end < 0 ? words.length : end).filter((text, k, all) => {
    const isValue = valued.exec(all[k - 1] ?? "")?.[2] === "";
    return !isValue && !flags.test(text) && !valued.test(text);
  });
  return [...kept, "--json", json].join(" ");
}

const known = (commit: string): boolean => /^[0-9a-f]{7,}$/.test(commit);

/** How the base is measured again so that the head may be compared with it: lines, commands indented. */
export function measureBaseAgain(base: Result, head: Result): string[] {
  const from = known(base.commit) ? base.commit : "<revision of the base>";
  const instrument = known(head.commit) ? head.commit : "<revision of the head>";
  const where =
    base.machine.id === head.machine.id
      ? "as the head was measured"
      : `on ${head.machine.id}, as the head was`;
  return [
    `they may not be compared: measure the base again ${where}`,
    `  git worktree add --detach ../widthwise-base ${from}`,
    "  cd ../widthwise-base",
    ...(base.benchmarkVersion === head.benchmarkVersion
      ? []
      : [`  git checkout ${instrument} -- benchmarks packages/measure  # the measuring code of the head`]),
    "  npm ci",
    `  ${commandOf(head, "base.json")}`,
  ];
}

/** How the head is measured so that it has all that the base has. */
export const measureHeadAgain = (base: Result): string[] => [
  "nothing may vanish unseen: measure in the head all that the base has, or the base again without it",
  `  ${commandOf(base, "head.json")}`,
];
