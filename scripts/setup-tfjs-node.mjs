// Installs @tensorflow/tfjs-node and libtensorflow into .native/tfjs-node. Run by `npm ci`; may be run again at any time.
// Never fails the install: where the backend cannot be had, one line says why and what to do. WIDTHWISE_SKIP_NATIVE=1
// skips it. Everything is built aside and renamed, so a kill leaves nothing that would be taken for complete.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm, run } from "./run.mjs";
import { buildBinding, compiler } from "./tfjs-node/binding.mjs";
import { platformFits, takeFromNpm } from "./tfjs-node/from-npm.mjs";
import { officialAnswers, takeOfficial } from "./tfjs-node/official.mjs";

const scripts = dirname(fileURLToPath(import.meta.url));
const recipe = join(scripts, "tfjs-node");
const native = join(scripts, "..", ".native");
const target = join(native, "tfjs-node");
const stamp = join(target, "stamp.json");
const absent = join(native, "tfjs-node-absent.txt");
const say = (line) => console.log(`tfjs-node: ${line}`);

/** What the result depends on: the files of the recipe. */
function recipeHash() {
  const hash = createHash("sha256");
  for (const name of readdirSync(recipe).sort()) hash.update(name).update(readFileSync(join(recipe, name)));
  return hash.digest("hex");
}

/** Removes what killed runs left: staging folders named by a process that is gone. */
function sweep() {
  for (const name of readdirSync(native)) {
    const pid = /^tfjs-node\.(\d+)\./.exec(name)?.[1];
    if (pid === undefined) continue;
    try {
      process.kill(Number(pid), 0);
    } catch {
      rmSync(join(native, name), { recursive: true, force: true });
    }
  }
}

/** What is installed, as far as its stamp can be read. */
function stamped() {
  try {
    return JSON.parse(readFileSync(stamp, "utf8"));
  } catch {
    return undefined;
  }
}

const absence = (why, remedy) => Object.assign(new Error(why), { remedy });

/** Which way the library can come, tried before anything is downloaded. */
async function route() {
  const cxx = compiler();
  if (cxx === undefined) throw absence("there is no C++ compiler", "install g++");
  if (await officialAnswers()) return { name: "the official archive", take: takeOfficial, cxx };
  if (platformFits()) return { name: "npm packages", take: takeFromNpm, cxx };
  throw absence(
    "the official archive cannot be reached, and the npm route is for Linux x64 with glibc only",
    "make it reachable",
  );
}

async function setUp() {
  mkdirSync(native, { recursive: true });
  sweep();
  const hash = recipeHash();
  const done = stamped();
  if (done?.recipe === hash) return say(`4.22.0 (libtensorflow ${done.libtensorflow}) is in place`);
  const { name, take, cxx } = await route();
  say(`installing 4.22.0, native library from ${name}, binding by ${cxx} …`);
  const aside = join(native, `tfjs-node.${process.pid}.new`);
  try {
    mkdirSync(aside);
    for (const file of ["package.json", "package-lock.json"])
      copyFileSync(join(recipe, file), join(aside, file));
    npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], { cwd: aside, seconds: 300 });
    await take(aside);
    buildBinding(aside, cxx);
    const probe = run(process.execPath, [join(recipe, "probe.mjs"), aside], { seconds: 60 });
    const libtensorflow = probe.trim().split("\n").pop();
    writeFileSync(join(aside, "stamp.json"), JSON.stringify({ libtensorflow, route: name, recipe: hash }));
    const old = join(native, `tfjs-node.${process.pid}.old`);
    if (existsSync(target)) renameSync(target, old);
    renameSync(aside, target);
    rmSync(old, { recursive: true, force: true });
    rmSync(absent, { force: true });
    say(`4.22.0 (libtensorflow ${libtensorflow}) installed`);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

// biome-ignore lint/suspicious/noUndeclaredEnvVars: read at install time, never by a turbo task
if (process.env.WIDTHWISE_SKIP_NATIVE === "1") say("skipped (WIDTHWISE_SKIP_NATIVE=1)");
else
  try {
    await setUp();
  } catch (error) {
    const reason = error.message.replace(/\s+/g, " ").slice(0, 600);
    const remedy = `${error.remedy ?? "see to it"}, then run: npm run setup`;
    say(`absent: ${reason}; ${remedy}. The other backends work without it.`);
    try {
      writeFileSync(absent, `${reason}\n${remedy}\n`);
    } catch {}
  }
