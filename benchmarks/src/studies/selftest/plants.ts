// Faults that are put into the measured packages to see whether a comparison finds them, and what finding each means.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Comparison } from "@widthwise/measure";
import { workspaceRoot } from "../../workspace.ts";
import type { Fault } from "./params.ts";

export interface Plant {
  /** files of the repository with the fault in them */
  readonly texts: () => ReadonlyMap<string, string>;
  /** the verdict, and what it rests on, are those of this fault */
  readonly found: (comparison: Comparison) => boolean;
  /** whether it is found does not depend on times: few of them will do */
  readonly untimed?: boolean;
}

/** The algorithm that a fault is in, where it is not in all. */
const PLANTED = "live-gn";
/** In which a pass over the data is planted. */
const DENSE = "dense-gd";
const INDEX = "packages/train/src/index.ts";

/** How the package gives its trainers out, and what gives out changed ones. */
const EXPORTED = 'export { type Algorithm, algorithms, startTraining } from "./algorithms.ts";';
const PLANTED_EXPORT = 'export { startTraining } from "./planted.ts";';

/** A fault that cannot be planted must not pass for one that was not found. */
function replaced(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`nothing can be planted: ${INDEX} has no ${part}`);
  return text.replace(part, by);
}

const textOf = (path: string) => readFileSync(join(workspaceRoot, path), "utf8");

/** `startTraining` replaced by one that changes the trainers of some algorithms; `change` is what stands in the changing function. */
function inTrainers(change: string, names: readonly string[] = [PLANTED]): () => ReadonlyMap<string, string> {
  const planted = `// A fault that was planted, to see whether it is found.
import { algorithms, startTraining as start } from "./algorithms.ts";

const names: readonly string[] = ${JSON.stringify(names)};

export const startTraining: typeof start = async (algorithm, backend, problem, options) => {
  const trainer = await start(algorithm, backend, problem, options);
  if (names.length > 0 && !names.some((name) => algorithms[name] === algorithm)) return trainer;
  const name = Object.keys(algorithms).find((name) => algorithms[name] === algorithm);
  const key = \`\${name} \${problem.width}\`;
  change(trainer as { -readonly [K in keyof typeof trainer]: (typeof trainer)[K] }, problem, key);
  return trainer;
};

function change(
  trainer: { -readonly [K in keyof Awaited<ReturnType<typeof start>>]: Awaited<ReturnType<typeof start>>[K] },
  problem: Parameters<typeof start>[2],
  key: string,
): void {
  const step = trainer.step.bind(trainer);
${change}
}
`;
  return () =>
    new Map([
      ["packages/train/src/planted.ts", planted],
      [
        INDEX,
        replaced(textOf(INDEX), EXPORTED, `${EXPORTED.replace(", startTraining", "")}\n${PLANTED_EXPORT}`),
      ],
    ]);
}

/**
 * A step that takes `factor` (of problem.width) as long: after each, a loop of so many turns as take the rest. How long a step takes is
 * learnt in the first calls, which are those of the warm-up.
 */
const slower = (factor: string) => `
  const more = (${factor}) - 1;
  const state = (globalThis as any).widthwisePlanted ??= { turnsPerNs: 0, of: new Map(), sink: 1 };
  const spin = (turns: number) => {
    let x = state.sink;
    for (let k = 0; k < turns; k++) { x ^= x << 13; x ^= x >>> 17; x ^= x << 5; }
    state.sink = x;
  };
  if (state.turnsPerNs === 0) {
    for (let trial = 0; trial < 20; trial++) {
      const start = performance.now();
      spin(200_000);
      state.turnsPerNs = Math.max(state.turnsPerNs, 200_000 / ((performance.now() - start) * 1e6));
    }
  }
  const own = state.of.get(key) ?? { calls: 0, ns: 0, last: [] as number[], turns: 0 };
  state.of.set(key, own);
  const finish = (start: number) => {
    const ns = (performance.now() - start) * 1e6;
    own.calls++;
    own.ns += ns;
    own.last[own.calls % 32] = ns;
    if (own.calls % 16 === 0) {
      const sorted = [...own.last].sort((a, b) => a - b);
      own.turns = Math.round(more * sorted[sorted.length >> 1] * state.turnsPerNs);
    }
    spin(own.turns);
  };
  trainer.step = () => {
    if (own.calls >= 2000 || (own.calls >= 64 && own.ns > 3e7)) {
      const result = step();
      spin(own.turns);
      return result;
    }
    const start = performance.now();
    const result = step();
    if (result instanceof Promise) return result.then((value) => { finish(start); return value; });
    finish(start);
    return result;
  };`;

const seriesOf = ({ series }: Comparison) => series.filter(({ algorithm }) => algorithm === PLANTED);
const worse = (comparison: Comparison, what: "level" | "exponent") =>
  comparison.verdict === "worse" && seriesOf(comparison).some((one) => one[what].verdict === "worse");
const invalidBy = (word: RegExp) => (comparison: Comparison) =>
  comparison.verdict === "invalid" && comparison.reasons.some((reason) => word.test(reason));
const notTimed = ({ verdict, measured }: Comparison) => verdict === "same" && measured?.processes === 0;

export const plants: Readonly<Record<Fault, Plant>> = {
  level: { texts: inTrainers(slower("1.03")), found: (comparison) => worse(comparison, "level") },
  exponent: {
    texts: inTrainers(slower("(problem.width / 64) ** 0.02")),
    found: (comparison) => worse(comparison, "exponent"),
  },
  uniform: {
    texts: inTrainers(slower("1.3"), []),
    // every series is slower, and none grows faster
    found: ({ verdict, series }) =>
      verdict === "worse" &&
      series.every(({ level, exponent }) => level.verdict === "worse" && exponent.verdict !== "worse"),
  },
  // live rows keep their outputs: asking for them reads no data
  pass: {
    texts: inTrainers(
      `
  trainer.step = async () => {
    const before = await trainer.evaluate();
    if (before.length === 0) throw new Error("no outputs");
    return step();
  };`,
      [DENSE],
    ),
    found: ({ measured }) => measured?.work.some((line) => line.startsWith(DENSE)) ?? false,
    untimed: true,
  },
  wrong: {
    texts: inTrainers(`
  trainer.step = async () => {
    const found = await step();
    return { ...found, outputs: found.outputs.map((value) => 1.01 * value) };
  };`),
    found: invalidBy(new RegExp(PLANTED)),
    untimed: true,
  },
  crash: {
    texts: inTrainers(`
  trainer.step = () => {
    if (problem.width === 256) process.abort();
    return step();
  };`),
    found: invalidBy(new RegExp(`${PLANTED}.*256`)),
    untimed: true,
  },
  removed: {
    texts: () =>
      new Map([
        [
          INDEX,
          `${textOf(INDEX)}\nimport { algorithms } from "./algorithms.ts";\n\ndelete (algorithms as Record<string, unknown>)["${PLANTED}"];\n`,
        ],
      ]),
    found: invalidBy(new RegExp(PLANTED)),
    untimed: true,
  },
  leak: {
    texts: inTrainers(`
  const kept = ((globalThis as any).widthwiseKept ??= []) as Float64Array[];
  trainer.step = () => {
    kept.push(new Float64Array(8 * problem.width).fill(1));
    return step();
  };`),
    found: ({ verdict, reasons }) =>
      verdict === "worse" && reasons.some((reason) => reason.startsWith("memory")),
  },
  "dead code": {
    texts: inTrainers(`
  if (problem.width < 0) trainer.step = () => { throw new Error("never"); };
  step.toString();`),
    found: ({ verdict, measured }) => verdict === "same" && (measured?.processes ?? 0) > 0,
  },
  comment: {
    texts: () => new Map([[INDEX, `// A remark that changes nothing.\n${textOf(INDEX)}/* nor this */\n`]]),
    found: notTimed,
    untimed: true,
  },
};
