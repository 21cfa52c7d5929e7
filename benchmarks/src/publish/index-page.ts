// The list of all published results: reports/README.md.
import { heading, paragraph } from "../page/document.ts";
import { byAge, type Entry, linkTo } from "./entries.ts";
import { generatedPage } from "./generated.ts";
import type { Untold } from "./untold.ts";

export function reportsReadme(entries: readonly Entry[], untold: readonly Untold[]): string {
  const head = generatedPage([
    heading(1, "Reports"),
    paragraph(
      "Every folder holds one measurement, `result.json`, and what is generated from it. `npx widthwise report --check` regenerates all of it and fails on any difference. [Questions and answers](QUESTIONS.md) sorts them by what reviewers of the four papers asked.",
    ),
  ]);
  if (entries.length === 0 && untold.length === 0)
    return `${head}\nNothing is published yet: \`npx widthwise run cpi --publish\` does it.\n`;
  const rows = [
    ["result", "machine", "profile", "headline", "command", "commit"],
    Array(6).fill("---"),
    ...byAge(entries).map(fieldsOf),
    ...untold.map(untoldFields),
  ];
  return `${head}\n${rows.map((fields) => `| ${fields.join(" | ")} |\n`).join("")}`;
}

function fieldsOf(entry: Entry): string[] {
  const { result, tell } = entry;
  const { profile, machine, command, commit } = result;
  const fields = [linkTo(entry), machine.id, profile, tell.headline(result), `\`${command}\``];
  return [...fields, `\`${commit.slice(0, 12)}\``].map((field) => field.replaceAll("|", "\\|"));
}

function untoldFields({ path }: Untold): string[] {
  const below = path.replace(/^reports\//, "");
  return [`[${below}](${below})`, "–", "–", "this version cannot tell it", "–", "–"];
}
