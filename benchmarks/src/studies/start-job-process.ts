// A fresh process that runs jobs of any study.
import type { JobProcess } from "../measuring/jobs/measure-study.ts";
import { MeasuringProcess } from "../measuring/process/measuring-process.ts";

export const startJobProcess = (): JobProcess =>
  new MeasuringProcess(new URL("./job-worker.ts", import.meta.url));
