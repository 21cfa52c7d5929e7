// What the loader calls. To run on all threads, a kernel's number and the address of its job are published; every thread
// then runs the same function on the job.
import { Adam, Gemm, Live, LiveLaw, Network, Pairs, Probe, Student, Tree } from "../dist/jobs";
import { adamThread } from "./adam";
import { factor, solve } from "./cholesky";
import { gemmScratch, gemmThread } from "./gemm";
import { addLiveShares, addSubsets, countThread, liveScratch, moveThread, resetLive, sumsOfFourBytes } from "./live";
import { factorBytes, sampleScratch, sampleThread } from "./live-sample";
import {
  addShares,
  drawThread,
  forwardThread,
  networkScratch,
  overlapsThread,
  panelBytes,
  updateThread,
} from "./network";
import { fillNormals, normalSpace } from "./normals";
import { fillNormals32, quantileSpace } from "./normals32";
import {
  addPairShares,
  countMarksThread,
  countPairsThread,
  listPairsThread,
  placePairs as place,
  pullPairsThread,
  pushPairsThread,
} from "./pairs";
import { join, leave, nextEpoch, publish, publishedJob, publishedKernel, setThreadCount, STOP, trapped } from "./pool";
import { fmaThread, triadThread } from "./probes";
import { packPanels, packStrips } from "./pack";
import { stripBytes } from "./strips";
import { descendSteps, studentStrips, tileRows } from "./student";
import { buildThread, queryThread, raiseThread } from "./tree";

export { factor, gemmScratch, networkScratch, normalSpace, packStrips, panelBytes, setThreadCount, solve, stripBytes };
export { factorBytes, liveScratch, quantileSpace, sampleScratch, sumsOfFourBytes };
export { packPanels, studentStrips, tileRows, trapped };

const GEMM: u32 = 1;
const DRAW: u32 = 2;
const FORWARD: u32 = 3;
const OVERLAPS: u32 = 4;
const UPDATE: u32 = 5;
const FMA: u32 = 6;
const TRIAD: u32 = 7;
const SAMPLE: u32 = 8;
const MOVE: u32 = 9;
const ADAM: u32 = 10;
const COUNT: u32 = 11;
const BUILD: u32 = 12;
const QUERY: u32 = 13;
const RAISE: u32 = 14;
const COUNT_PAIRS: u32 = 15;
const LIST_PAIRS: u32 = 16;
const PULL_PAIRS: u32 = 17;
const PUSH_PAIRS: u32 = 18;
const COUNT_MARKS: u32 = 19;

function work(kernel: u32, job: usize, thread: u32): void {
  switch (kernel) {
    case GEMM:
      return gemmThread(changetype<Gemm>(job), thread);
    case DRAW:
      return drawThread(changetype<Network>(job), thread);
    case FORWARD:
      return forwardThread(changetype<Network>(job), thread);
    case OVERLAPS:
      return overlapsThread(changetype<Network>(job), thread);
    case UPDATE:
      return updateThread(changetype<Network>(job), thread);
    case FMA:
      return fmaThread(changetype<Probe>(job), thread);
    case TRIAD:
      return triadThread(changetype<Probe>(job), thread);
    case SAMPLE:
      return sampleThread(changetype<LiveLaw>(job), thread);
    case MOVE:
      return moveThread(changetype<Live>(job), thread);
    case ADAM:
      return adamThread(changetype<Adam>(job), thread);
    case COUNT:
      return countThread(changetype<Live>(job), thread);
    case BUILD:
      return buildThread(changetype<Tree>(job));
    case QUERY:
      return queryThread(changetype<Tree>(job), thread);
    case RAISE:
      return raiseThread(changetype<Tree>(job), thread);
    case COUNT_PAIRS:
      return countPairsThread(changetype<Pairs>(job));
    case LIST_PAIRS:
      return listPairsThread(changetype<Pairs>(job));
    case PULL_PAIRS:
      return pullPairsThread(changetype<Pairs>(job));
    case PUSH_PAIRS:
      return pushPairsThread(changetype<Pairs>(job));
    case COUNT_MARKS:
      return countMarksThread(changetype<Pairs>(job), thread);
  }
}

/** Runs a job on all threads and returns when it is done. */
function run(kernel: u32, job: usize): void {
  publish(kernel, job);
  work(kernel, job, 0);
  join();
}

/** What a worker does from its start to its end: it works on every job that is published. */
export function serve(thread: u32): void {
  for (let epoch = nextEpoch(0); publishedKernel() != STOP; epoch = nextEpoch(epoch)) {
    work(publishedKernel(), publishedJob(), thread);
    leave();
  }
}

/** Ends the workers; the pool is not to be used again. */
export function stop(): void {
  publish(STOP, 0);
}

export function gemm(job: usize): void {
  run(GEMM, job);
}

export function draw(job: usize): void {
  run(DRAW, job);
}

export function forward(job: usize): void {
  run(FORWARD, job);
  addShares(changetype<Network>(job));
}

export function overlaps(job: usize): void {
  run(OVERLAPS, job);
}

export function update(job: usize): void {
  run(UPDATE, job);
}

export function adam(job: usize): void {
  run(ADAM, job);
}

export function fma(job: usize): void {
  run(FMA, job);
}

export function triad(job: usize): void {
  run(TRIAD, job);
}

/** `first` is a whole number below 2^53. Returns where in `space` the draws stand. */
export function normals(k0: u32, k1: u32, stream: u32, first: f64, count: u32, space: usize): usize {
  return fillNormals(k0, k1, stream, <u64>first, count, space);
}

/** Draws chunks firstChunk … endChunk−1 of the live set behind the rows found so far. */
export function sample(job: usize): void {
  const g = changetype<LiveLaw>(job);
  g.turn = g.firstChunk;
  run(SAMPLE, job);
}

export function reset(job: usize): void {
  resetLive(changetype<Live>(job));
}

/** One step of the live neurons; returns how many rows may still fire. */
export function move(job: usize): u32 {
  const g = changetype<Live>(job);
  if (g.sumsOfFour != 0) addSubsets(g);
  run(MOVE, job);
  return addLiveShares(g);
}

/** Counts the live neurons' pairs as they stand. */
export function count(job: usize): void {
  run(COUNT, job);
}

export function buildTree(job: usize): void {
  run(BUILD, job);
}

export function queryTree(job: usize): void {
  run(QUERY, job);
}

export function raiseTree(job: usize): void {
  run(RAISE, job);
}

/** Counts the pairs of the current chunk and says where those of each neuron are to stand, from `first` on; returns the place behind them. */
export function placePairs(job: usize, first: u32): u32 {
  run(COUNT_PAIRS, job);
  return place(changetype<Pairs>(job), first);
}

/** Outputs of the current chunk, and its pairs where they are listed. */
export function listPairs(job: usize): void {
  run(LIST_PAIRS, job);
  addPairShares(changetype<Pairs>(job));
}

export function pullPairs(job: usize): void {
  run(PULL_PAIRS, job);
}

export function pushPairs(job: usize): void {
  run(PUSH_PAIRS, job);
  addPairShares(changetype<Pairs>(job));
}

export function countMarks(job: usize): void {
  run(COUNT_MARKS, job);
}

/** out [count] ← float32 normals of Philox blocks number … ; count a multiple of 16. */
export function normals32(k0: u32, k1: u32, stream: u32, number: f64, count: u32, out: usize, work: usize): void {
  fillNormals32(k0, k1, stream, <u64>number, count, out, work);
}

/** Steps of a student on the calling thread: many runs side by side are processes of their own. */
export function descend(job: usize, steps: u32): f64 {
  return descendSteps(changetype<Student>(job), steps);
}
