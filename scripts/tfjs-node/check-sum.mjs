// What is downloaded is checked before it is unpacked, compiled or loaded.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Throws unless the file has this sum, written as npm does: "sha512-" and base64. */
export async function checkSum(file, expected) {
  const algorithm = expected.split("-")[0];
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  const found = `${algorithm}-${hash.digest("base64")}`;
  if (found !== expected)
    throw new Error(
      `${file.split(/[\\/]/).pop()} is not the file it should be: its sum is ${found}, not ${expected}`,
    );
}
