// The measuring process of jobs: loads what measures the study that it is asked for, and no more.
import { type JobRequests, runJob } from "../measuring/jobs/run-job.ts";
import { serveRequests } from "../measuring/process/protocol.ts";
import { measureOf } from "./measured.ts";

serveRequests<JobRequests>({ job: (ask) => runJob(ask, measureOf) });
