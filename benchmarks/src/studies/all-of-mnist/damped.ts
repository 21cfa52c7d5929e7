// Damped inexact Gauss–Newton on all inputs, until the time is up.
import { DampedGaussNewton, type DampedOptions, type DampedStep } from "@widthwise/train";
import { lossOf, wrongOf } from "./look.ts";
import { checkOf, initialSigns, rightAt } from "./look-at-network.ts";
import { movesOf } from "./moves.ts";
import { openNetwork, type Trained, type Way } from "./way.ts";

export function trainDamped(way: Way, options: DampedOptions): Trained {
  const { kernels, train, d, width, seed, clock, budgetSeconds } = way;
  const network = openNetwork(way, true);
  const initial = network.weights();
  clock.start();
  const problem = { n: train.n, d, width, seed, labels: train.labels, inputs: train.inputs };
  const run = new DampedGaussNewton(network, kernels, problem, options);
  const steps: DampedStep[] = [];
  const look = () =>
    clock.look(() => ({
      loss: lossOf(run.outputs, train),
      wrong: wrongOf(run.outputs, train),
      right: rightAt(network, way),
    }));
  look();
  while (clock.seconds < budgetSeconds) {
    const step = run.step();
    steps.push(step);
    look();
    // no direction helps any more, whatever the damping
    if (step.share === 0 && step.damping > MOST_DAMPING) break;
  }
  const all = (of: (step: DampedStep) => number) => steps.map(of);
  const check = checkOf(network.weights(), initialSigns(way), way, run.outputs);
  const measures = {
    steps: steps.length,
    shares: all(({ share }) => share),
    dampings: all(({ damping }) => damping),
    innerSteps: all(({ inner }) => inner),
    innerResiduals: all(({ residual }) => residual),
    pairs: all(({ pairs }) => pairs),
    preconditionerSeconds: all(({ seconds }) => seconds.preconditioner),
    solveSeconds: all(({ seconds }) => seconds.solve),
    moveSeconds: all(({ seconds }) => seconds.move),
    forwardSeconds: all(({ seconds }) => seconds.forward),
    ...movesOf(initial, network.weights(), way),
  };
  network.dispose();
  return { check, measures };
}

/** λ in mean diagonal entries of G: beyond it a step is one of gradient descent with a tiny rate. */
const MOST_DAMPING = 1e6;
