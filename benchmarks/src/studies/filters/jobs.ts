// Jobs of the study of filters: every α of both networks, from every seed.
import { largest } from "@widthwise/measure";
import { combinations } from "../../measuring/jobs/combinations.ts";
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

type Net =
  | ({ readonly kind: "lenet" } & NonNullable<Params["lenet"]>)
  | ({ readonly kind: "cnn" } & NonNullable<Params["cnn"]>);

export function jobsOf({ alphas, seeds, lenet, cnn, n, ...common }: Params) {
  const nets: Net[] = [
    ...(lenet ? [{ kind: "lenet" as const, ...lenet }] : []),
    ...(cnn ? [{ kind: "cnn" as const, ...cnn }] : []),
  ];
  const numbers = upTo(seeds).map((k) => k + 1);
  return combinations({ seed: numbers, net: nets, alpha: alphas }).map(({ seed, net, alpha }) => ({
    ...common,
    cell: {
      algorithm: net.kind,
      n,
      width: net.kind === "lenet" ? net.width : net.filters,
      params: { alpha, seed },
    },
    cost: common.batch * largest(common.looks),
    net,
  }));
}

export type FiltersJob = ReturnType<typeof jobsOf>[number];
