export * from "./schema.ts";
export * from "./statistics/lines.ts";
export * from "./statistics/location.ts";
export * from "./statistics/paired-ratio.ts";
export * from "./statistics/ranks.ts";
export * from "./statistics/student.ts";
