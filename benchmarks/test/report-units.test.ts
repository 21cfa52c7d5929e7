// How numbers are written.
import { expect, test } from "vitest";
import {
  bytes,
  count,
  percent,
  ratio,
  significant,
  slope,
  time,
  timeInterval,
  widthLabel,
  widthRange,
} from "../src/page/units.ts";

test.each([
  [widthLabel(1024), "2¹⁰"],
  [widthLabel(362), "362"],
  [widthLabel(2 ** 30), "2³⁰"],
  [significant(0), "0"],
  [significant(9.9996), "10.00"],
  [significant(0.00123456), "0.001235"],
  [significant(12345.6), "12346"],
  [significant(1.5e9), "1.500e9"],
  [time(0.4), "0.4000 ns"],
  [time(999.99), "1.000 µs"],
  [time(1234567), "1.235 ms"],
  [time(90e9), "90.00 s"],
  [time(600e9), "10.00 min"],
  [timeInterval(1234567, 1221000, 1260400), "1.235 ms [1.221, 1.260]"],
  [timeInterval(999_999, 990_000, 1_010_000), "1.000 ms [0.990, 1.010]"],
  [slope(-0.0314), "−0.031"],
  [percent(0.5432), "54.3 %"],
  [percent(1.0204), "102.0 %"],
  [percent(0), "0 %"],
  [count(99999), "99999"],
  [count(102760448), "102.76 M"],
  [bytes(16 * 2 ** 30), "16.00 GiB"],
  [ratio(12.34), "12.3×"],
  [ratio(12345), "12345×"],
  [widthRange([512, 256, 1024]), "2⁸ … 2¹⁰"],
  [widthRange([256, 512]), "2⁸, 2⁹"],
  [widthRange([]), "no width"],
])("%s", (written, expected) => {
  expect(written).toBe(expected);
});
