// `report`: generates what is published from the measurements.
import { flag } from "./options/option.ts";
import { Verb } from "./options/verb.ts";

export const verb = () =>
  new Verb("report", {
    check: flag("--check", "write nothing; exit 1 when something checked in is stale or was edited"),
  }).does(async ({ check }) => (await import("./actions/write-reports.ts")).writeReports(check));
