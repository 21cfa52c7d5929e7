// What the loader calls. To run on all threads, a kernel's number and the address of its job are published; every thread
// then runs the same function on the job.
import { Adam, Gemm, Live, LiveLaw, Network, Probe, Student } from "../dist/jobs";
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
import { join, leave, nextEpoch, publish, publishedJob, publishedKernel, setThreadCount, STOP, trapped } from "./pool";
import { fmaThread, triadThread } from "./probes";
import { packPanels, packStrips } from "./pack";
import { stripBytes } from "./strips";
import { descendSteps, studentStrips, tileRows } from "./student";

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

/** out [count] ← float32 normals of Philox blocks number … ; count a multiple of 16. */
export function normals32(k0: u32, k1: u32, stream: u32, number: f64, count: u32, out: usize, work: usize): void {
  fillNormals32(k0, k1, stream, <u64>number, count, out, work);
}

/** Steps of a student on the calling thread: many runs side by side are processes of their own. */
export function descend(job: usize, steps: u32): f64 {
  return descendSteps(changetype<Student>(job), steps);
}
