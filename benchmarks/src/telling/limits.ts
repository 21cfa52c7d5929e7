// What no measurement of times says, whatever was timed.
import type { Result } from "@widthwise/measure";

export const oneMachine = ({ machine }: Result) =>
  `One machine (${machine.id}), one Node version, one data set: crossover widths move with each of them.`;
