// A sweep as an indexed job of Kubernetes, as JSON for kubectl apply -f -: each completion index records its part of the cells on
// a volume that all pods share.
import { relative } from "node:path";
import { quoted } from "../../command-line.ts";
import { UsageError } from "../../exit-codes.ts";
import { commandFile, workspaceRoot } from "../../workspace.ts";
import { taskWords } from "./command-words.ts";
import type { Sweep } from "./sweep.ts";

export interface Pods {
  /** with this repository, installed, as its working directory */
  readonly image?: string | undefined;
  /** of a volume that many nodes may write */
  readonly claim?: string | undefined;
}

const MOUNT = "/widthwise";

/** By its path in the image: npx would run a registry's package of this name where the image lacks the repository. */
const program = ["node", relative(workspaceRoot, commandFile).replaceAll("\\", "/")];

export function kubernetesJob(sweep: Sweep, { image, claim }: Pods): object {
  if (image === undefined || claim === undefined)
    throw new UsageError(
      `--launcher kubernetes needs --image (with this repository installed as its working directory) and --claim (a volume claim that all pods can write)`,
    );
  const { name, shards, workers = 1, retries } = sweep;
  const task = [...program, ...taskWords({ ...sweep, output: MOUNT }, workers)].map(quoted).join(" ");
  // the index counts from 0, parts from 1
  const part = `"$((JOB_COMPLETION_INDEX + 1))/${shards}"`;
  const command = ["sh", "-c", `exec ${task} --shard ${part}`];
  const cpu = String(workers);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: `widthwise-${name}` },
    spec: {
      completionMode: "Indexed",
      completions: shards,
      parallelism: shards,
      backoffLimit: shards * retries,
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [
            {
              name: "widthwise",
              image,
              command,
              resources: { requests: { cpu }, limits: { cpu } },
              volumeMounts: [{ name: "cells", mountPath: MOUNT }],
            },
          ],
          volumes: [{ name: "cells", persistentVolumeClaim: { claimName: claim } }],
        },
      },
    },
  };
}
