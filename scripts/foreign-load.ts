// How often cells are called contended, by what others used of the machine: while nobody computes, and beside a neighbour that does.
// usage: node scripts/foreign-load.ts [--rounds 12] [--processes 3]   on a machine where nothing else runs; about two minutes
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { Progress } from "../benchmarks/src/measuring/progress.ts";
import { meanLoad } from "../benchmarks/src/measuring/rounds/attempts.ts";
import { Journal } from "../benchmarks/src/measuring/rounds/journal.ts";
import { measureSuite } from "../benchmarks/src/measuring/rounds/measure-suite.ts";
import type { RunPlan } from "../benchmarks/src/measuring/rounds/run-plan.ts";
import { type CellSpec, idOf } from "../benchmarks/src/measuring/rounds/spec.ts";
import { contendedLoad, wilsonInterval } from "../packages/measure/src/index.ts";

/** At most so many of 100 cells may be marked on an idle machine, and at least so many beside a neighbour. */
const mostIdle = 0.05;
const leastBeside = 0.9;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "12" },
    processes: { type: "string", default: "3" },
  },
});

/** Products of 60 shapes on two engines, from a microsecond to some milliseconds: whatever a visit may last. */
const cells = ["wasm", "wasm-mt"].flatMap((backend) =>
  [16, 64].flatMap((n) =>
    [32, 128, 512].flatMap((d) =>
      [64, 128, 256, 512, 1024].map(
        (width): CellSpec => ({ kind: "products", algorithm: "gemm-nn", backend, n, d, width }),
      ),
    ),
  ),
);
const plan: RunPlan = {
  kind: "products",
  cells,
  twins: [],
  rounds: Number(values.rounds),
  processes: Number(values.processes),
  budgetSeconds: 60,
  checkSteps: 0,
  seed: 1,
};

/** Mean foreign load of each cell over all its first visits; what was measured again was so because of it. */
async function loadsOf(what: string): Promise<number[]> {
  const journal = new Journal();
  process.stderr.write(`${what}\n`);
  await measureSuite(plan, journal, new Progress(false));
  return cells.map((cell) => {
    const visits = Array.from({ length: plan.processes }, (_, k) => journal.samples(idOf(cell), k, 0)).flat();
    const load = meanLoad(visits);
    if (load === undefined)
      throw new Error(`${idOf(cell)} has no load: it was not visited, or the system does not tell`);
    return load;
  });
}

function tell(what: string, loads: readonly number[]): number {
  const marked = loads.filter((load) => load > contendedLoad).length;
  const { lo, hi } = wilsonInterval(marked, loads.length);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const sorted = loads.toSorted((a, b) => a - b);
  process.stdout.write(
    `${what}: ${marked} of ${loads.length} cells marked (${percent(marked / loads.length)} [${percent(lo)}, ${percent(hi)}]); foreign load ${[0, 0.5, 1].map((p) => percent(sorted[Math.round(p * (sorted.length - 1))])).join(", ")} (least, median, most)\n`,
  );
  return marked / loads.length;
}

const idle = tell("nobody computes", await loadsOf("nobody computes: leave the machine alone"));
const neighbour = spawn(process.execPath, ["-e", "for (;;);"]);
try {
  const beside = tell(
    "beside a computing neighbour",
    await loadsOf("beside a neighbour that computes on one core"),
  );
  if (idle > mostIdle || beside < leastBeside) {
    process.stdout.write(`aims missed: at most ${mostIdle}, at least ${leastBeside}\n`);
    process.exitCode = 1;
  }
} finally {
  neighbour.kill("SIGKILL");
}
