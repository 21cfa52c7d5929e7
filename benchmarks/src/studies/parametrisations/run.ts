// A network of one parametrisation: the imbalances of its neurons at the start, and how lazily it then trains.
import { gramOfRows, largestEigenvalue } from "@widthwise/core";
import {
  drawNeurons,
  type Measurement,
  preactivations,
  relativeImbalances,
  reluKernel,
  studentTeacher,
  trainStudent,
  unitRateScales,
  withoutSpread,
} from "@widthwise/dynamics";
import { studentTail } from "@widthwise/measure";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { openKernels } from "../../networks/kernels.ts";
import type { NetworkJob } from "./jobs.ts";
import { QUANTILES } from "./params.ts";

/** Standard errors that a share of independent draws may be off: one run in 15 000. */
const STANDARD_ERRORS = 4;

/** Share of the largest step that still converges at the start. */
const STEP = 0.5;

/** Draws a network, tells its imbalances, and trains it on a teacher's labels. */
export async function runNetwork(
  { cell, checkpoints, testCount, teacherWidth }: NetworkJob,
  context: Context,
): Promise<Outcome[]> {
  const { n, d, width: m } = cell;
  const { parametrisation, sizes } = cell.params;
  const kernels = await openKernels(context);
  const scales = unitRateScales[parametrisation];
  // data are the same for all parametrisations and widths
  const seed = context.seedOf("parametrisations", cell.params.seed);
  const drawn = drawNeurons(scales, { m, d, seed: context.seedOf("neurons", cell.params.seed, m) });
  const network = sizes === "drawn" ? drawn : withoutSpread(drawn);
  const data = studentTeacher({ d, n, testCount, teacherWidth, seed, testSeed: seed });
  // f = c·Σ A max(⟨W, x⟩, 0): the sum learns labels over c
  const c = scales.factor(m, d);
  const scaled = (part: typeof data.train) => ({ ...part, labels: part.labels.map((value) => value / c) });
  const kernel = reluKernel(
    network,
    preactivations(network, data.train.inputs, n),
    gramOfRows(data.train.inputs, n, d),
  );
  // the loss is a mean square without ½: its curvature is 2λ_max/n
  const rate = (STEP * n) / largestEigenvalue(kernel, n);
  const found: Measurement[] = [];
  const training = { rate, checkpoints };
  const scaledData = { ...data, train: scaled(data.train), test: scaled(data.test) };
  for (const measurement of trainStudent(kernels, scaledData, network, training)) found.push(measurement);
  const imbalances = relativeImbalances(drawn).sort();
  const mean = imbalances.reduce((sum, value) => sum + value, 0) / m;
  const upstream = imbalances.filter((value) => value > 0).length / m;
  // A²/σ_a² over the mean square of W/σ_w is the square of a Student t of d degrees of freedom
  const limit = (scales.w(m, d) * Math.sqrt(d)) / scales.a(m, d);
  const expected = 2 * studentTail(limit, d);
  const last = found[found.length - 1];
  return [
    {
      measures: {
        quantiles: QUANTILES.map(([, share]) => imbalances[Math.min(m - 1, Math.floor(share * m))]),
        mean,
        upstream,
        expectedUpstream: expected,
        kernelDistance: last.kernelDistance,
        kernelDistances: found.map(({ kernelDistance }) => kernelDistance),
        hamming: last.hamming / m,
        /** over the loss of the network that is 0 */
        trainLoss: last.trainLoss / found[0].trainLoss,
        testLoss: last.testLoss / found[0].testLoss,
      },
      check: {
        what: "share of neurons upstream, against the tail of Student's t",
        value: upstream,
        reference: expected,
        // pairs share their draw
        tolerance: STANDARD_ERRORS * Math.sqrt((expected * (1 - expected)) / (m / 2)) + 2 / m,
      },
    },
  ];
}
