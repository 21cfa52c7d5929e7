// The IDX file format: two zero bytes, element type, number of dimensions, big-endian sizes, row-major elements.
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DataError, type Split, unit } from "./dataset.ts";
import { readDataFile } from "./read-file.ts";

const UINT8 = 8;
/** Bytes of the largest files of an MNIST-like set: 60 000 pictures of 28 by 28, and their labels. */
const MOST = { images: 16 + 60_000 * 784, labels: 8 + 60_000 };

/** An array of bytes as an IDX file holds it. */
export interface Idx {
  /** of each dimension */
  readonly sizes: number[];
  /** row-major */
  readonly data: Uint8Array;
}

/**
 * The array in the bytes of an IDX file, not copied; DataError, which names `file`, when they are cut, too long or of
 * another type.
 */
export function parseIdx(bytes: Buffer, file: string): Idx {
  const rank = bytes[3];
  if (
    bytes.length < 8 ||
    bytes[0] !== 0 ||
    bytes[1] !== 0 ||
    bytes[2] !== UINT8 ||
    rank < 1 ||
    bytes.length < 4 + 4 * rank
  )
    throw new DataError(
      `${file} is not an IDX file of bytes: it starts with ${bytes.subarray(0, 4).toString("hex") || "nothing"}, accepted is 000008 and the number of dimensions`,
    );
  const sizes = Array.from({ length: rank }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const data = bytes.subarray(4 + 4 * rank);
  const expected = sizes.reduce((a, b) => a * b, 1);
  if (data.length !== expected)
    throw new DataError(
      `${file} holds ${data.length} elements where its header ${sizes.join("×")} needs ${expected}: it is cut or altered`,
    );
  return { sizes, data };
}

/** Bytes of the file, or of its `.gz` decompressed: at most so many. */
function readMaybeCompressed(path: string, most: number): Buffer {
  const plain = readDataFile(path, most);
  if (plain !== undefined) return plain;
  const packed = readDataFile(`${path}.gz`, most);
  if (packed === undefined)
    throw new DataError(
      `no file ${basename(path)} or ${basename(path)}.gz in the data folder ${JSON.stringify(join(path, ".."))}`,
    );
  try {
    return gunzipSync(packed, { maxOutputLength: most });
  } catch (error) {
    throw new DataError(`${path}.gz does not decompress: ${(error as Error).message}`);
  }
}

/** Published sha256 of the decompressed files of one split. */
interface Checksums {
  readonly images: string;
  readonly labels: string;
}

/** One split of an MNIST-like set in a folder, its bytes checked against the published sums; DataError when they differ. */
export function readImages(folder: string, prefix: "train" | "t10k", sums: Checksums): Split {
  const read = (kind: keyof Checksums, rank: number) => {
    const file = join(folder, `${prefix}-${kind}-idx${rank}-ubyte`);
    const bytes = readMaybeCompressed(file, MOST[kind]);
    const found = createHash("sha256").update(bytes).digest("hex");
    const idx = parseIdx(bytes, file);
    if (found !== sums[kind])
      throw new DataError(`${file} is altered: its sha256 is ${found}, published is ${sums[kind]}`);
    return idx;
  };
  const images = read("images", 3);
  const labels = read("labels", 1);
  const [count, height, width] = images.sizes;
  const d = height * width;
  return {
    count,
    d,
    classes: 10,
    labels: labels.data,
    row: (i, out) => unit(images.data.subarray(i * d, (i + 1) * d), out),
  };
}

/** sha256 over the four published sums: one name for the whole set. */
export function combinedSum(sums: Record<"train" | "test", Checksums>): string {
  const parts = [sums.train.images, sums.train.labels, sums.test.images, sums.test.labels];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}
