// Where results go: one owner at a time, and never into a folder that is there.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, test, vi } from "vitest";
import { UsageError } from "../src/exit-codes.ts";
import { own } from "../src/measuring/owner.ts";
import { newFolder } from "../src/verbs/actions/result-folder.ts";

afterEach(() => vi.restoreAllMocks());

const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));

describe("a folder has one owner", () => {
  const module = new URL("../src/measuring/owner.ts", import.meta.url).href;
  const owner = (folder: string, platform: string) =>
    execa(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        `import { own } from ${JSON.stringify(module)};
         Object.defineProperty(process, "platform", { value: ${JSON.stringify(platform)} });
         await own(process.argv[1]);
         console.log("owned");
         setInterval(() => {}, 1000);`,
        folder,
        "run",
        "cpi",
      ],
      { reject: false },
    );

  // elsewhere than on Linux a killed owner leaves its socket's file
  test.each([...new Set([process.platform, "darwin"])])(
    "who is told to others, and whose death sets it free, on %s",
    async (platform) => {
      vi.spyOn(process, "platform", "get").mockReturnValue(platform as NodeJS.Platform);
      const folder = join(scratch(), "output");
      const first = owner(folder, platform);
      for await (const _ of first.stdout) break;
      await expect(own(folder)).rejects.toThrow(UsageError);
      await expect(own(folder)).rejects.toThrow(
        new RegExp(`output is in use by process ${first.pid}: .*run cpi: wait for it, or .*--output`),
      );
      // another part of it is free
      (await own(folder, "part"))[Symbol.dispose]();
      first.kill("SIGKILL");
      await first;
      (await own(folder))[Symbol.dispose]();
      (await own(folder))[Symbol.dispose]();
      expect(existsSync(folder)).toBe(false);
    },
  );

  test("whichever way it is reached", async () => {
    const place = scratch();
    mkdirSync(join(place, "real"));
    symlinkSync("real", join(place, "link"));
    using _ = await own(join(place, "real", "output"));
    await expect(own(join(place, "link", ".", "output"))).rejects.toThrow(UsageError);
  });
});

describe("the folder of a measurement", () => {
  const written = (parent: string, text: string) =>
    newFolder({ parent, name: "cpi" }, async (folder) => writeFileSync(join(folder, "result.json"), text));

  test("is a new one each time, named by the day, then by the minute, then finer; the suite's name is last", async () => {
    const parent = scratch();
    const folders: string[] = [];
    for (const text of ["a", "b", "c", "d"]) folders.push(await written(parent, text));
    const names = folders.map((folder) => folder.slice(parent.length + 1));
    expect(names[0]).toMatch(/^\d{4}-\d\d-\d\d-cpi$/);
    expect(names[1]).toMatch(/^\d{4}-\d\d-\d\dT\d{4}-cpi$/);
    for (const name of names.slice(2)) expect(name).toMatch(/^\d{4}-\d\d-\d\dT(\d{4}|\d{6}|\d{9})-cpi$/);
    expect(new Set(names).size).toBe(4);
    expect(names).toEqual(names.toSorted());
    expect(folders.map((folder) => readFileSync(join(folder, "result.json"), "utf8"))).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
  });

  test("is another one for each of several at once", async () => {
    const parent = scratch();
    const folders = await Promise.all(["a", "b", "c"].map((text) => written(parent, text)));
    expect(folders.map((folder) => readFileSync(join(folder, "result.json"), "utf8"))).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  test("does not take the place of an empty one, and is not there when writing fails", async () => {
    const parent = scratch();
    const day = new Date().toISOString().slice(0, 10);
    mkdirSync(join(parent, `${day}-cpi`));
    expect(await written(parent, "a")).toMatch(/T\d{4}-cpi$/);
    const failing = newFolder({ parent, name: "cpi" }, async (folder) => {
      expect(existsSync(folder)).toBe(true);
      throw new Error("the disk is full");
    });
    await expect(failing).rejects.toThrow(/the disk is full/);
    expect(readdirSync(parent)).toHaveLength(2);
  });
});
