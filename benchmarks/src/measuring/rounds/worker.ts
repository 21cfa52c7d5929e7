// A measuring process of paired rounds and of training: one backend, asked over the process channel, one request at a time.
import { type Backend, openBackend } from "@widthwise/backends";
import { algorithms, startTraining } from "@widthwise/train";
import { measurePeaks } from "../peaks.ts";
import { serveRequests } from "../process/protocol.ts";
import { MeasuredCells } from "./measured-cells.ts";
import type { Requests } from "./requests.ts";
import { problemOf, type TrainingData } from "./spec.ts";
import { answer, train } from "./training-run.ts";
import { follow } from "./training-specimen.ts";

let backend: Backend;
let data: TrainingData;
let cells: MeasuredCells | undefined;
const held = () => {
  cells ??= new MeasuredCells(backend, data);
  return cells;
};

serveRequests<Requests>({
  async open({ backend: name, threads }) {
    const opened = await openBackend(name, threads === undefined ? {} : { threads });
    if (!("backend" in opened)) return opened;
    backend = opened.backend;
    return backend.info;
  },
  peaks: measurePeaks,
  async data(ask) {
    data = ask;
    return null;
  },
  async reference({ cell, steps }) {
    const problem = problemOf(cell, data);
    const { oracle } = algorithms[cell.algorithm];
    const trainer = await startTraining(algorithms[oracle], backend, problem, { start: "shared" });
    const found = await follow(trainer, problem, steps);
    trainer.dispose();
    return found;
  },
  prepare: (ask) => held().prepare(ask),
  sample: (ask) => held().sample(ask),
  train: (spec) => train(backend, data, spec),
  test: answer,
});
