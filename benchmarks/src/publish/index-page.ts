// The list of all published results: reports/README.md.
import { heading, link, paragraph, type Text, table } from "../page/document.ts";
import { fromOutside } from "../page/outside.ts";
import { dash } from "../page/units.ts";
import { byAge, type Entry, linkTo } from "./entries.ts";
import { generatedPage } from "./generated.ts";
import type { Untold } from "./untold.ts";

export function reportsReadme(entries: readonly Entry[], untold: readonly Untold[]): string {
  const rows = [...byAge(entries).map(fieldsOf), ...untold.map(untoldFields)];
  return generatedPage([
    heading(1, "Reports"),
    paragraph(
      "Every folder holds one measurement, `result.json`, and what is generated from it. `npx widthwise report --check` regenerates all of it and fails on any difference. [Questions and answers](QUESTIONS.md) sorts them by what reviewers of the four papers asked.",
    ),
    rows.length === 0
      ? paragraph("Nothing is published yet: `npx widthwise run cpi --publish` does it.")
      : table(["result", "machine", "profile", "headline", "command", "commit"], rows),
  ]);
}

function fieldsOf(entry: Entry): Text[] {
  const { result, tell } = entry;
  const { profile, machine, command, commit } = result;
  const fields = [linkTo(entry), machine.id, profile, tell.headline(result), `\`${command}\``];
  return [...fields, `\`${commit.slice(0, 12)}\``];
}

function untoldFields({ path }: Untold): Text[] {
  const below = path.replace(/^reports\//, "");
  return [link(fromOutside(below), below), dash, dash, "this version cannot tell it", dash, dash];
}
