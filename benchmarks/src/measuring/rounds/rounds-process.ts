// The measuring process of paired rounds and of training runs.
import { MeasuringProcess } from "../process/measuring-process.ts";
import type { Note, Requests } from "./requests.ts";

export type RoundsProcess = MeasuringProcess<Requests, Note>;

export const startRoundsProcess = (): RoundsProcess =>
  new MeasuringProcess(new URL("./worker.ts", import.meta.url));
