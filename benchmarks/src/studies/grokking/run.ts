import { grok, type Look, ModularTransformer, modularPairs, transformerStart } from "@widthwise/dynamics";
import { type Context, type Outcome, Skipped } from "../../run-study/study.ts";
import type { GrokkingJob } from "./jobs.ts";

/** Float32 roundings of a loss and its slope, relative to the gradient's length. */
const SLOPE_AGREEMENT = 2e-2;

export async function runGrokking(job: GrokkingJob, context: Context): Promise<Outcome[]> {
  const { kernels } = await context.backend("wasm");
  if (kernels === undefined) throw new Skipped("the wasm backend has no kernels");
  const looks: Look[] = [...grok(kernels, job)];
  const knownAt = looks.find(({ unseenAccuracy }) => unseenAccuracy >= job.target)?.step ?? null;
  const fittedAt = looks.find(({ trainAccuracy }) => trainAccuracy >= job.target)?.step ?? null;
  // a run that blew up ends its lists before
  const sound = looks.filter((look) => Object.values(look).every(Number.isFinite));
  const listed = (key: keyof Look) => sound.map((look) => look[key]);
  return [
    {
      measures: {
        knownAt,
        fittedAt,
        steps: listed("step"),
        trainAccuracy: listed("trainAccuracy"),
        unseenAccuracy: listed("unseenAccuracy"),
        unseenLoss: listed("unseenLoss"),
      },
      check: slopeCheck(kernels, job),
    },
  ];
}

/** The gradient at the start against the change of the loss along it. */
function slopeCheck(
  kernels: ConstructorParameters<typeof ModularTransformer>[0],
  { task, shape, scales, batch }: GrokkingJob,
) {
  const { train } = modularPairs(task);
  const rows = Math.min(batch, train.x.length);
  const some = {
    x: train.x.slice(0, rows),
    y: train.y.slice(0, rows),
    label: train.label.slice(0, rows),
  };
  const full = { ...shape, prime: task.prime, rows };
  const parameters = transformerStart(full, scales.alpha, task.seed);
  const start = parameters.slice();
  const network = new ModularTransformer(kernels, full, parameters, scales.tau);
  try {
    network.pull(some);
    const gradient = network.gradient.slice();
    const length = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
    const at = (h: number) => {
      parameters.forEach((_, k) => {
        parameters[k] = start[k] + (h * gradient[k]) / length;
      });
      return network.evaluate(some).loss;
    };
    const h = 2e-3;
    return {
      what: "slope of the loss along its gradient at the start, over the gradient's length",
      value: (at(h) - at(-h)) / (2 * h * length),
      reference: 1,
      tolerance: SLOPE_AGREEMENT,
    };
  } finally {
    network.dispose();
  }
}
