// What the boundary refuses: RangeErrors that name the value received and what is accepted.

export function checkFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is ${value}, accepted is a finite number`);
}

export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`${name} is ${value}, accepted is a finite number above 0`);
}

export function checkCount(name: string, value: number, least = 1): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name} is ${value}, accepted is a whole number from ${least} on`);
}

/** A time of a flow: 0 ≤ t < ∞. */
export function checkTime(t: number): void {
  if (!(t >= 0 && t < Infinity))
    throw new RangeError(
      `time is ${t}, accepted is a finite number from 0 on (the limit is a value of its own)`,
    );
}

/** [length], every entry finite; `shape` says where the length comes from. */
export function checkVector(name: string, values: ArrayLike<number>, length: number, shape: string): void {
  if (values.length !== length)
    throw new RangeError(`${name} has ${values.length} entries, accepted are ${shape} = ${length}`);
  for (let i = 0; i < length; i++) checkFinite(`${name}[${i}]`, values[i]);
}
