// Whether printed intervals hold what the same command measures again: each cell's interval and exponent of several results against
// the geometric mean (of an exponent: the mean) of the others.
// usage: node scripts/repetition.ts result.json result.json …   of one command, run again and again; ten are asked for
import { parseArgs } from "node:util";
import { cellName, isTimed, mean, readResult, wilsonInterval } from "../packages/measure/src/index.ts";

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length < 3) {
  process.stderr.write(
    "usage: node scripts/repetition.ts result.json result.json result.json …: three at least\n",
  );
  process.exit(2);
}
const results = positionals.map((path) => readResult(path));

interface Printed {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** What each result prints, by what it is about. */
function gathered(of: (result: (typeof results)[number]) => readonly (readonly [string, Printed])[]) {
  const all = results.flatMap(of);
  return [...Map.groupBy(all, ([name]) => name)]
    .map(([name, own]) => [name, own.map(([, printed]) => printed)] as const)
    .filter(([name, own]) => {
      const whole = own.length === results.length;
      if (!whole)
        process.stdout.write(`  ${name}: in ${own.length} of ${results.length} results, left out\n`);
      return whole;
    });
}

const kinds = {
  times: {
    log: true,
    of: gathered(({ cells }) =>
      cells.filter(isTimed).map((cell) => {
        const { median: value, lo, hi } = cell.timing;
        return [cellName(cell), { value, lo, hi }] as const;
      }),
    ),
  },
  exponents: {
    log: false,
    of: gathered(({ fits }) =>
      fits
        .filter(({ metric }) => metric === "iteration")
        .map((fit) => [`${fit.algorithm} ${fit.backend} n=${fit.n}`, fit.exponent] as const),
    ),
  },
};

let [covered, all] = [0, 0];
for (const [kind, { log, of }] of Object.entries(kinds)) {
  let [own, count] = [0, 0];
  for (const [name, printed] of of)
    for (const [k, { lo, hi }] of printed.entries()) {
      const others = printed.filter((_, j) => j !== k).map(({ value }) => (log ? Math.log(value) : value));
      const truth = log ? Math.exp(mean(others)) : mean(others);
      count++;
      if (lo <= truth && truth <= hi) own++;
      else process.stdout.write(`  ${name}, result ${k + 1}: [${lo}, ${hi}] misses ${truth}\n`);
    }
  process.stdout.write(`${kind}: ${own} of ${count} intervals hold the mean of the others\n`);
  covered += own;
  all += count;
}
const { lo } = wilsonInterval(covered, all);
process.stdout.write(
  `all: ${covered} of ${all}, ${((100 * covered) / all).toFixed(1)} % (at least ${(100 * lo).toFixed(1)} %); 88 % are asked for\n`,
);
process.exitCode = covered >= 0.88 * all ? 0 : 1;
