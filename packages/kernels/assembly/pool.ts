// Threads: the caller publishes a job, works on it like everyone, and waits for the others. Workers spin for some ten
// microseconds between jobs, the gap between two products of a training step, and then park.

// Words of the first page, each on a cache line of its own where threads write them; static data starts behind them (see
// scripts/build.ts).
const EPOCH: usize = 64;
const PARKED: usize = 128;
const NEXT: usize = 192;
const BUSY: usize = 256;
const KERNEL: usize = 320;
const JOB: usize = 324;
const THREADS: usize = 328;
/** 1 from the publishing of a job until all threads have ended it. */
const UNDER_WAY: usize = 332;
/** 1 once a worker has trapped. */
const TRAPPED: usize = 336;

const SPINS: i32 = 20000;

/** Throws: a job was left in the middle, so that its threads and its memory are in no known state. */
// @ts-ignore: decorator
@external("env", "broken")
declare function broken(): void;

/** Ends the workers' loops. */
export const STOP: u32 = 0;

/** Number of the next task of the job under way, handed out once each, in order. */
// @ts-ignore: decorator
@inline
export function nextTask(): u32 {
  return atomic.add<u32>(NEXT, 1);
}

export function threadCount(): u32 {
  return load<u32>(THREADS);
}

export function setThreadCount(threads: u32): void {
  store<u32>(THREADS, threads);
}

/** Starts a job on the other threads. */
export function publish(kernel: u32, job: usize): void {
  store<u32>(KERNEL, kernel);
  store<u32>(JOB, <u32>job);
  atomic.store<u32>(NEXT, 0);
  const others = threadCount() - 1;
  if (others == 0) return;
  if (kernel != STOP && load<u32>(UNDER_WAY) != 0) broken();
  store<u32>(UNDER_WAY, 1);
  atomic.store<u32>(BUSY, others);
  atomic.add<i32>(EPOCH, 1);
  if (atomic.load<i32>(PARKED) > 0) atomic.notify(EPOCH, -1);
}

/** Returns when the other threads have ended the job; throws where one of them trapped. */
export function join(): void {
  if (threadCount() == 1) return;
  waitForOthers();
  if (atomic.load<u32>(TRAPPED) != 0) broken();
  store<u32>(UNDER_WAY, 0);
}

function waitForOthers(): void {
  for (let spin: i32 = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(BUSY) == 0) return;
  }
  for (let busy = atomic.load<i32>(BUSY); busy != 0; busy = atomic.load<i32>(BUSY)) {
    atomic.wait<i32>(BUSY, busy, -1);
  }
}

/** Waits until the epoch differs from `seen`; returns the new one. */
export function nextEpoch(seen: i32): i32 {
  for (let spin: i32 = 0; spin < SPINS; spin++) {
    const epoch = atomic.load<i32>(EPOCH);
    if (epoch != seen) return epoch;
  }
  atomic.add<i32>(PARKED, 1);
  while (atomic.load<i32>(EPOCH) == seen) atomic.wait<i32>(EPOCH, seen, -1);
  atomic.sub<i32>(PARKED, 1);
  return atomic.load<i32>(EPOCH);
}

export function publishedKernel(): u32 {
  return load<u32>(KERNEL);
}

export function publishedJob(): usize {
  return load<u32>(JOB);
}

/** Says that this worker has trapped, so that nobody waits for it. */
export function trapped(): void {
  atomic.store<u32>(TRAPPED, 1);
  leave();
}

/** Says that this worker has ended the job. */
export function leave(): void {
  atomic.sub<i32>(BUSY, 1);
  atomic.notify(BUSY, 1);
}
