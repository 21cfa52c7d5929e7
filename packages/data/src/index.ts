// Every data set by its name, and what can be done with one.
import { cifar10 } from "./cifar10.ts";
import { clustered } from "./clustered.ts";
import type { Dataset } from "./dataset.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { mnist } from "./mnist.ts";
import { inputsStream, sphere } from "./sphere.ts";

export { DataError, type Dataset, type Split } from "./dataset.ts";
export { type Examples, gather, type Labels, oneHot, trainingExamples } from "./examples.ts";
export { type Idx, parseIdx } from "./idx.ts";
export { characters, mobyDick } from "./moby-dick.ts";
export { balancedSubset, subsetStream } from "./subset.ts";
export { cifar10, clustered, fashionMnist, inputsStream, mnist, sphere };

/** What loading a set may need. */
export interface LoadOptions {
  /** folder with the set's files, in place of an installed package's; `cifar10` needs it */
  readonly dataDir?: string | undefined;
  /** of sets that are made, not read */
  readonly seed: number;
}

/** Every data set by its name on the command line; DataError where its files are missing, cut or altered. */
export const datasets: Record<string, (options: LoadOptions) => Dataset> = {
  mnist: ({ dataDir }) => mnist(dataDir),
  "fashion-mnist": ({ dataDir }) => fashionMnist(dataDir),
  cifar10: ({ dataDir }) => cifar10(dataDir),
  sphere: ({ seed }) => sphere(seed),
  "sphere-64": ({ seed }) => sphere(seed, 64),
  clustered: ({ seed }) => clustered(seed),
};
