// CIFAR-10, binary version: A. Krizhevsky 2009. A record is a label byte and 3072 bytes: planes R, G, B of 32×32.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DataError, type Dataset, type Split, unit } from "./dataset.ts";
import { readDataFile } from "./read-file.ts";

const D = 3072;
const RECORD = D + 1;
/** Bytes of each file as it was published. */
const MOST = 10_000 * RECORD;
const trainFiles = [1, 2, 3, 4, 5].map((k) => `data_batch_${k}.bin`);
const TEST = "test_batch.bin";

function readRecords(folder: string, files: string[], hash: ReturnType<typeof createHash>): Split {
  const parts = files.map((file) => {
    const path = join(folder, file);
    const bytes = readDataFile(path, MOST);
    if (bytes === undefined)
      throw new DataError(
        `no file ${file} in ${JSON.stringify(folder)}: CIFAR-10's binary version has ${files.join(", ")}`,
      );
    if (bytes.length === 0 || bytes.length % RECORD !== 0)
      throw new DataError(
        `${path} has ${bytes.length} bytes, not a multiple of ${RECORD}: it is cut or not CIFAR-10's binary version`,
      );
    return bytes;
  });
  const all = Buffer.concat(parts);
  hash.update(all);
  const count = all.length / RECORD;
  const labels = Uint8Array.from({ length: count }, (_, i) => all[i * RECORD]);
  const wrong = labels.findIndex((label) => label > 9);
  if (wrong >= 0)
    throw new DataError(
      `record ${wrong} of ${files.join(", ")} has label ${labels[wrong]}, accepted are 0 to 9`,
    );
  return {
    count,
    d: D,
    classes: 10,
    labels,
    row: (i, out) => unit(all.subarray(i * RECORD + 1, (i + 1) * RECORD), out),
  };
}

/**
 * 50 000 colour pictures, d = 3072, from the folder that the user names, and the 10 000 for tests where their file lies
 * there too. `sha256` is of the bytes found: a sum is published of the archive alone. DataError when a file is missing or
 * cut.
 */
export function cifar10(folder?: string): Dataset {
  if (folder === undefined)
    throw new DataError(
      "cifar10 needs --data-dir with the files data_batch_1.bin … test_batch.bin of its binary version",
    );
  const hash = createHash("sha256");
  const train = readRecords(folder, trainFiles, hash);
  const held = existsSync(join(folder, TEST)) ? { test: readRecords(folder, [TEST], hash) } : {};
  return { name: "cifar10", sha256: hash.digest("hex"), train, ...held };
}
