// May two results be compared at all? Only where machine, runtime, instrument, inputs and settings are the same.
import type { Result } from "./schema.ts";

/** A name in the plural, and the value as text; undefined where it is not recorded. */
type Recorded = readonly (readonly [name: string, value: string | undefined])[];

/** Where, and by which engine, a process ran. */
function surroundings({ machine, runtime }: Result): Recorded {
  const { flags, environment } = runtime;
  const variables = environment && Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const words = (list: readonly string[] | undefined) => list && (list.toSorted().join(" ") || "none");
  return [
    ["machines", machine.id],
    ...Object.entries(machine.conditions ?? {}).map(([name, value]) => [name, value] as const),
    ["Node majors", runtime.node.replace(/^v/, "").split(".")[0]],
    ["engine flags", words(flags)],
    ["variables of the environment", words(variables)],
  ];
}

/** Parameters of a study that choose cells or say how often they are measured, and so may differ. */
const choosing = new Set(["algorithms", "backends", "widths", "n", "rounds", "processes"]);

function recorded(result: Result): Map<string, string> {
  const { settings, study, backends } = result;
  const params = Object.entries(study?.params ?? {}).filter(([name]) => !choosing.has(name));
  const all: Recorded = [
    ...surroundings(result),
    ["benchmark versions", result.benchmarkVersion],
    ["suites", result.suite],
    ["data sets", result.dataset.sha256],
    ["seeds", `${result.seed}`],
    ["labels", settings?.labels],
    ["shifts", settings?.shift],
    ["initialisations", settings?.init],
    ["budgets", settings && `${settings.budgetSeconds} s`],
    ["checked steps", settings?.checkSteps?.toString()],
    ...params.map(([name, value]) => [`parameters ${name}`, JSON.stringify(value)] as const),
    ...backends.flatMap(({ name, version, device, threads, precision }) => [
      [`versions of backend ${name}`, version] as const,
      [`devices of backend ${name}`, device] as const,
      [`thread counts of backend ${name}`, `${threads}`] as const,
      [`precisions of backend ${name}`, precision] as const,
    ]),
  ];
  return new Map(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Why two results may not be compared, one reason per difference; empty if they may. */
export function incomparable(base: Result, head: Result): string[] {
  const now = recorded(head);
  return [...recorded(base)].flatMap(([name, old]) => {
    const value = now.get(name);
    // one side may lack a backend, and older results do not record everything
    return value === undefined || value === old ? [] : [`different ${name}: ${old} and ${value}`];
  });
}
