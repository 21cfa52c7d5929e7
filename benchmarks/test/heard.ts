// What synchronous work gives, and what it writes to standard error meanwhile.
import { vi } from "vitest";

export function heard<T>(work: () => T): { value: T; said: string } {
  const spy = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const value = work();
    return { value, said: spy.mock.calls.map(([text]) => String(text)).join("") };
  } finally {
    spy.mockRestore();
  }
}
