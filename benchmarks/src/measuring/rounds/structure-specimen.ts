// One operation of a search structure as a cell: its answer against a scan of z, its visits, and its time.
import { type Counters, needMemory, resetCounters } from "@widthwise/core";
import { collectGarbage, type Subject } from "@widthwise/measure";
import { NeuronTrees, SimHash, SlackLists, structures, type ThresholdIndex } from "@widthwise/sparse-tree";
import { hashingDefaults, hashingStream } from "@widthwise/train";
import { type Operation, structureOperation } from "../structure-operations.ts";
import { type CellSpec, problemOf, type TrainingData } from "./spec.ts";
import type { Specimen } from "./specimen.ts";
import { type Batch, StructureProblem } from "./structure-problem.ts";

/** Iterations of one sample where a state is only read or made: a query that finds nothing takes 100 ns. */
const MOST_REPEATS = 4096;
/** Batches of a few neurons are kept: 16·n differences each. */
const MOST_BATCHES = 256;
/** Above every z: 1000 standard deviations. */
const NEVER = 1000;
/** Structures that know one threshold only. */
const oneThreshold = new Set(["bit-mask", "slack-lists"]);
/** Values closer to the threshold than rounding of an implicit z can be are not compared. */
const ROUNDING = 1e-9;

/** Bytes of the state that a cell needs, its copies included; z and batches besides. */
export function structureBytes({ algorithm, n, width }: CellSpec): number {
  const named = structureOperation(algorithm);
  if (named === undefined) return 0;
  const values = n * width;
  const each: Record<string, number> = {
    "linear-scan": 8 * values,
    "bit-mask": 8 * values + values / 8,
    "max-trees": 16 * values,
    "neuron-trees": 16 * values,
    // and the copy that it is restored from
    "slack-lists": 64 * values,
    simhash: 8 * values + 12 * width * hashingDefaults.tables,
  };
  return each[named.structure];
}

/** Values that several cells use, kept while one of them does, and after that until another is asked for. */
class Pool<T> {
  readonly #held = new Map<string, { readonly value: T; users: number }>();

  take(key: string, make: () => T): { value: T; release: () => void } {
    for (const [other, { users }] of this.#held) if (users === 0 && other !== key) this.#held.delete(other);
    const held = this.#held.get(key) ?? { value: make(), users: 0 };
    this.#held.set(key, held);
    held.users++;
    return {
      value: held.value,
      release() {
        held.users--;
      },
    };
  }
}

/**
 * A structure that takes back what was done to it: by batches with the other sign, which leave no trace; but slack lists
 * by a copy, as their clocks only go forward and their heaps keep an order.
 */
class Undoable {
  readonly index: ThresholdIndex;
  readonly #applied: Batch[] = [];
  #saved: ArrayBuffer | undefined;
  #moved = false;

  constructor(index: ThresholdIndex) {
    this.index = index;
  }

  apply(batch: Batch): void {
    if (this.index instanceof SlackLists) this.#keep(this.index);
    else this.#applied.push(batch);
    this.index.add(batch.neurons, batch.neurons.length, batch.delta);
  }

  /** How many neurons were looked at. */
  step(index: SlackLists, u: Float64Array): number {
    this.#keep(index);
    return index.step(u);
  }

  #keep(index: SlackLists): void {
    this.#saved ??= index.save();
    this.#moved = true;
  }

  undo(): void {
    if (this.#moved && this.#saved) this.index.restore(this.#saved);
    this.#moved = false;
    for (let batch = this.#applied.pop(); batch; batch = this.#applied.pop())
      this.index.add(batch.neurons, batch.neurons.length, batch.negated);
  }
}

const problems = new Pool<StructureProblem>();
const indexes = new Pool<Undoable>();

function buildIndex(structure: string, at: StructureProblem, threshold: number): ThresholdIndex {
  const { n, width, seed } = at.problem;
  return structures[structure](at.z, n, width, {
    threshold,
    kernel: at.kernel,
    signs: at.signs,
    scale: 1 / Math.sqrt(width),
    ...hashingDefaults,
    key: { seed, stream: hashingStream },
  });
}

/** What an answer differs by from the scan's. */
interface Difference {
  missed: number;
  wrong: number;
  readonly fired: number;
}

/** Fired pairs of an index against z [n, m] with `batch` added to it, skipping those within `slack` of the threshold. O(n·m). */
function compare(
  index: ThresholdIndex,
  at: StructureProblem,
  threshold: number,
  batch?: Batch,
  slack = 0,
): Difference {
  const { n, width } = at.problem;
  const out = new Int32Array(width);
  const named = new Uint8Array(width);
  let missed = 0;
  let wrong = 0;
  let fired = 0;
  for (let i = 0; i < n; i++) {
    const row = at.z.slice(i * width, (i + 1) * width);
    batch?.neurons.forEach((r, k) => {
      row[r] += batch.delta[k * n + i];
    });
    const count = index.fired(i, threshold, out);
    named.fill(0);
    for (let k = 0; k < count; k++) {
      wrong += named[out[k]];
      named[out[k]] = 1;
    }
    for (let r = 0; r < width; r++) {
      const fires = row[r] > threshold ? 1 : 0;
      fired += fires;
      if (named[r] === fires || Math.abs(row[r] - threshold) <= slack) continue;
      if (fires) missed++;
      else wrong++;
    }
  }
  return { missed, wrong, fired };
}

/** The same for sets of inputs, neuron by neuron. */
function compareDual(index: NeuronTrees, at: StructureProblem, threshold: number): Difference {
  const { n, width } = at.problem;
  const out = new Int32Array(n);
  const difference = { missed: 0, wrong: 0, fired: 0 };
  for (let r = 0; r < width; r++) {
    const named = new Set(out.subarray(0, index.firedInputs(r, threshold, out)));
    for (let i = 0; i < n; i++) {
      const fires = at.z[i * width + r] > threshold;
      if (fires) difference.fired++;
      if (fires && !named.has(i)) difference.missed++;
      if (!fires && named.has(i)) difference.wrong++;
    }
  }
  return difference;
}

/** A check's outcome: an exact structure has no difference; an approximate one may miss, but not name what does not fire. */
function verdict(what: string, { missed, wrong, fired }: Difference, exact: boolean) {
  const value = fired - wrong - (exact ? missed : 0);
  return {
    what: exact
      ? `${what}: pairs (input, neuron) right, of those that fire by a scan`
      : `${what}: no pair named that does not fire (misses: see recall)`,
    value,
    reference: fired,
    tolerance: 0,
  };
}

/** Checked and timed like every cell; `init` has no meaning here, since `build` is an operation of its own. */
export function structureSpecimen(cell: CellSpec, data: TrainingData): Specimen {
  const { structure, operation } = structureOperation(cell.algorithm)!;
  const problem = problemOf(cell, data);
  const { n, d, width } = problem;
  const { shift, seed, init } = problem;
  needMemory(structureBytes(cell) + 8 * n * width, `${structure} at width ${width} with n = ${n}`);
  const name = JSON.stringify([n, d, width, shift, seed, init]);
  const shared = problems.take(name, () => new StructureProblem(problem));
  const at = shared.value;
  const threshold = operation === "query-none" ? NEVER : problem.shift;
  const built = oneThreshold.has(structure) ? threshold : problem.shift;
  const holder = indexes.take(
    `${name} ${structure} ${built}`,
    () => new Undoable(buildIndex(structure, at, built)),
  );
  const held = holder.value;
  const release = () => {
    held.undo();
    holder.release();
    shared.release();
  };
  let actions: Actions;
  try {
    actions = actionsOf(operation, structure, at, held, threshold, built);
  } catch (error) {
    release();
    throw error;
  }
  return {
    async check() {
      held.undo();
      return actions.check();
    },
    async work() {
      held.undo();
      resetCounters(held.index.counters);
      actions.restore();
      actions.step(0);
      const work: Counters = { ...held.index.counters };
      actions.restore();
      return work;
    },
    measures: async () => actions.measures(),
    ...(actions.most === undefined ? {} : { mostInner: actions.most }),
    ...(operation === "query" && held.index.exact
      ? { fired: async () => compare(held.index, at, threshold).fired }
      : {}),
    async subject(slots): Promise<Subject> {
      const { step, restore } = actions.slots?.(slots) ?? actions;
      return { slots, restore, step };
    },
    dispose: release,
  };
}

interface Actions {
  /** iterations of one sample, where they need no copies of the state */
  readonly most?: number;
  step(slot: number): unknown;
  restore(): void;
  check(): ReturnType<typeof verdict>;
  /** beside the counters: visits and what they found */
  measures(): Record<string, number>;
  /** where a sample of several iterations needs several copies of the state */
  slots?(count: number): Pick<Actions, "step" | "restore">;
}

function actionsOf(
  operation: Operation,
  structure: string,
  at: StructureProblem,
  held: Undoable,
  threshold: number,
  built: number,
): Actions {
  const { index } = held;
  const { n, width } = at.problem;
  const undo = () => held.undo();
  switch (operation) {
    case "query":
    case "query-dual":
    case "query-none":
      return queryActions(operation, at, held, threshold);
    case "update-few":
      // another batch for every slot: one index is enough
      return {
        ...updateActions(at, held, at.few(0), (slot) => held.apply(at.few(slot))),
        most: MOST_BATCHES,
      };
    case "update-step": {
      const batch = at.step();
      return {
        ...updateActions(at, held, batch, () => held.apply(batch)),
        slots(count) {
          const copies = [held];
          while (copies.length < count) copies.push(new Undoable(buildIndex(structure, at, built)));
          return {
            step: (slot) => copies[slot].apply(batch),
            restore() {
              for (const copy of copies) copy.undo();
            },
          };
        },
      };
    }
    case "gn-step":
    case "gd-step": {
      if (!(index instanceof SlackLists)) throw new Error(`${structure} takes no step whole`);
      return wholeStepActions(operation === "gn-step" ? "gauss-newton" : "gradient-descent", at, held, index);
    }
    case "build": {
      let last: ThresholdIndex | undefined;
      return {
        most: MOST_REPEATS,
        step() {
          last = buildIndex(structure, at, built);
        },
        restore() {
          if (last === undefined) return;
          last = undefined;
          // what the last build left would otherwise be collected under the timer
          if (index.buffer.byteLength > 2 ** 24) collectGarbage();
        },
        check() {
          undo();
          const made = buildIndex(structure, at, built);
          return verdict("all inputs after the build", compare(made, at, threshold), made.exact);
        },
        measures: () => ({ bytes: index.buffer.byteLength, values: n * width }),
      };
    }
  }
}

function queryActions(
  operation: "query" | "query-dual" | "query-none",
  at: StructureProblem,
  held: Undoable,
  threshold: number,
): Actions {
  const { index } = held;
  const { n, width } = at.problem;
  const out = new Int32Array(Math.max(n, width));
  const dual = index instanceof NeuronTrees && operation !== "query" ? index : undefined;
  if (operation === "query-dual" && dual === undefined) throw new Error("no query neuron by neuron");
  const step = () => {
    let found = 0;
    if (dual) for (let r = 0; r < width; r++) found += dual.firedInputs(r, threshold, out);
    else for (let i = 0; i < n; i++) found += index.fired(i, threshold, out);
    return found;
  };
  return {
    most: MOST_REPEATS,
    step,
    restore: () => held.undo(),
    check: () =>
      verdict(
        dual ? "all neurons" : "all inputs",
        dual ? compareDual(dual, at, threshold) : compare(index, at, threshold),
        index.exact,
      ),
    measures() {
      held.undo();
      const before = index.visits.query;
      const found = step();
      const visits = index.visits.query - before;
      if (!(index instanceof SimHash) || operation === "query-none") return { visits, fired: found };
      const recall = index.recall(threshold);
      return {
        visits,
        fired: recall.fired,
        found: recall.found,
        recall: recall.found / recall.fired,
        candidateShare: recall.candidates / (n * width),
      };
    },
  };
}

function updateActions(
  at: StructureProblem,
  held: Undoable,
  batch: Batch,
  step: (slot: number) => void,
): Actions {
  const { index } = held;
  const threshold = at.problem.shift;
  return {
    step,
    restore: () => held.undo(),
    check() {
      held.apply(batch);
      const after = compare(index, at, threshold, batch);
      after.wrong += valuesApart(index, at, batch);
      held.undo();
      const back = compare(index, at, threshold);
      // taken back, every neuron fires as before
      const wrong = after.wrong + back.wrong;
      return verdict(
        "all inputs after the update, and after it was taken back",
        {
          missed: after.missed + back.missed,
          wrong,
          fired: after.fired + back.fired,
        },
        index.exact,
      );
    },
    measures() {
      held.undo();
      const before = index.visits.update;
      held.apply(batch);
      const visits = index.visits.update - before;
      held.undo();
      return { visits, neurons: batch.neurons.length };
    },
  };
}

/** Changed values that are not exactly what they should be; sums on the grid have no rounding. O(n·count). */
function valuesApart(index: ThresholdIndex, at: StructureProblem, { neurons, delta }: Batch): number {
  const { n, width } = at.problem;
  let apart = 0;
  neurons.forEach((r, k) => {
    for (let i = 0; i < n; i++) if (index.value(i, r) !== at.z[i * width + r] + delta[k * n + i]) apart++;
  });
  return apart;
}

function wholeStepActions(
  rule: "gauss-newton" | "gradient-descent",
  at: StructureProblem,
  held: Undoable,
  index: SlackLists,
): Actions {
  const u = at.coefficients(rule);
  const { neurons } = at.step();
  return {
    step: () => held.step(index, u),
    restore: () => held.undo(),
    check() {
      held.step(index, u);
      const difference = compare(index, at, at.problem.shift, at.movesOf(u), ROUNDING);
      held.undo();
      return verdict("all inputs after the step", difference, true);
    },
    measures() {
      held.undo();
      const before = index.visits.update;
      const looks = held.step(index, u);
      const visits = index.visits.update - before;
      held.undo();
      return { visits, looks, neurons: neurons.length };
    },
    slots(count) {
      const copies = [held];
      while (copies.length < count) copies.push(new Undoable(buildIndex("slack-lists", at, index.threshold)));
      return {
        step: (slot) => copies[slot].step(copies[slot].index as SlackLists, u),
        restore() {
          for (const copy of copies) copy.undo();
        },
      };
    },
  };
}
