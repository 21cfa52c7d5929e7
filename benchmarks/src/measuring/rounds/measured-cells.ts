// In a measuring process: cells are checked, kept as copies of a state, and sampled.
import type { Backend } from "@widthwise/backends";
import {
  Collections,
  calibrate,
  describeTimer,
  floorNs,
  type SamplePlan,
  type Span,
  type Subject,
  smallest,
  takeSamples,
} from "@widthwise/measure";
import { judge } from "../judge.ts";
import { openFmaProbe } from "../peaks.ts";
import type { Prepared, Sample } from "./events.ts";
import { productSpecimen } from "./product-specimen.ts";
import type { Reference, Requests, Samples } from "./requests.ts";
import { type CellSpec, idOf, type TrainingData } from "./spec.ts";
import { noopSpecimen, type Specimen } from "./specimen.ts";
import { structureSpecimen } from "./structure-specimen.ts";
import { trainingSpecimen } from "./training-specimen.ts";

/** Time for warming up an algorithm's code where it is met for the first time in this process, and at each further size. */
const WARM_UP_NS = { first: 3e7, further: 3e6 };
/** Beyond V8's optimising threshold. */
const MOST_WARM_UPS = 3000;

interface Held {
  readonly subject: Subject;
  readonly samples: Samples;
  /** of the arithmetic peak of the moment */
  readonly probe: (() => number) | undefined;
}

export class MeasuredCells {
  readonly #backend: Backend;
  readonly #data: TrainingData;
  readonly #timer = describeTimer();
  readonly #held = new Map<string, Held>();
  /** algorithms whose code has been run here */
  readonly #warm = new Set<string>();
  readonly #collections = new Collections();
  #probe: (() => number) | undefined;

  constructor(backend: Backend, data: TrainingData) {
    this.#backend = backend;
    this.#data = data;
  }

  /** Checks the answer, where that is asked for, and keeps what is right and timed. */
  async prepare({ cell, reference, timed, samples, limitNs }: Requests["prepare"]["ask"]): Promise<Prepared> {
    // the shared start is affordable where the oracle runs, and is for the check alone
    const specimen = await this.#specimenOf(cell, reference !== undefined && reference !== null);
    let kept = false;
    try {
      const { initNs } = specimen;
      const found: Prepared = {
        ...(reference === undefined ? { status: "ok" } : await checked(specimen, reference)),
        ...(initNs === undefined ? {} : { initNs }),
      };
      if (!timed || found.status !== "ok") return found;
      const { innerIterations, repeats, stepNs, restoreNs } = await this.#hold(
        cell,
        specimen,
        limitNs,
        samples,
      );
      kept = true;
      return {
        ...found,
        innerIterations,
        repeats,
        stepNs,
        floorNs: floorNs(this.#timer.costNs),
        // with the step that is discarded
        visitSeconds: (repeats * innerIterations * (stepNs + restoreNs) + stepNs + restoreNs) / 1e9,
        peakBytes: process.resourceUsage().maxRSS * 1024,
      };
    } finally {
      if (!kept) specimen.dispose();
    }
  }

  /** One visit. A cell that another process prepared is warmed up here first. */
  async sample({ cell, samples, limitNs }: Requests["sample"]["ask"]): Promise<Sample> {
    const id = idOf(cell);
    if (!this.#held.has(id)) await this.#hold(cell, await this.#specimenOf(cell, false), limitNs, samples);
    const { subject, probe, samples: plan } = this.#held.get(id) as Held;
    const dispatchNs: number[] = [];
    const spans: Span[] = [];
    // a processor's clock follows its neighbours' load: a product is held against the peak of the same moment
    const before = probe?.();
    const rawNs = await takeSamples(subject, { ...plan, spans, ...(subject.settled ? { dispatchNs } : {}) });
    const peak = before && probe?.();
    return {
      rawNs,
      ...(dispatchNs.length > 0 ? { dispatchNs: smallest(dispatchNs) } : {}),
      collections: await this.#collections.within(spans),
      ...(before && peak ? { fmaFlopsPerSecond: Math.sqrt(before * peak) } : {}),
      residentBytes: process.memoryUsage.rss(),
    };
  }

  async #specimenOf(cell: CellSpec, oracle: boolean): Promise<Specimen> {
    switch (cell.kind) {
      case "noop":
        return noopSpecimen();
      case "products":
        return productSpecimen(cell, this.#backend, this.#data?.seed ?? 1);
      case "structures":
        return structureSpecimen(cell, this.#data);
      case "training":
        return trainingSpecimen(cell, this.#backend, this.#data, oracle);
    }
  }

  /** Warms up and calibrates; `samples`, where given, is how an earlier process sampled, and so does this one. */
  async #hold(cell: CellSpec, specimen: Specimen, limitNs: number, samples?: Samples): Promise<SamplePlan> {
    const single = await specimen.subject(1);
    const { mostInner: most } = specimen;
    const limits = { limitNs, ...(most === undefined ? {} : { most }) };
    let plan = await calibrate(single, this.#timer.costNs, limits);
    // the compiler still improves a short step after ten calls; how many more there are follows from what one takes cold
    const warmUpNs = this.#warm.has(cell.algorithm) ? WARM_UP_NS.further : WARM_UP_NS.first;
    this.#warm.add(cell.algorithm);
    const warmups = Math.round(Math.min(MOST_WARM_UPS, warmUpNs / plan.stepNs));
    if (warmups > plan.warmups) plan = await calibrate(single, this.#timer.costNs, { ...limits, warmups });
    const { innerIterations, repeats } = samples ?? plan;
    const subject = await specimen.subject(innerIterations);
    if (cell.kind === "products") this.#probe ??= await openFmaProbe().catch(() => undefined);
    const probe = cell.kind === "products" ? this.#probe : undefined;
    this.#held.set(idOf(cell), { subject, samples: { innerIterations, repeats }, probe });
    return { ...plan, innerIterations, repeats };
  }
}

/** The answer judged and, where it is right, the work counted. */
async function checked(specimen: Specimen, reference: Reference | null): Promise<Prepared> {
  const answer = await specimen.check(reference);
  if ("stuck" in answer) return { status: "invalid", reason: answer.stuck };
  const { check, wrong } = judge(answer);
  if (wrong !== undefined) return { status: "invalid", reason: wrong, ...(check && { check }) };
  const counters = { ...(await specimen.work()) };
  const fired = await specimen.fired?.();
  const measures = await specimen.measures?.();
  return {
    status: "ok",
    check,
    counters,
    ...(fired === undefined ? {} : { fired }),
    ...(measures === undefined ? {} : { measures }),
  };
}
