// What the operating system refused, in words: no fault of this program, and for the user to mend.
import { getSystemErrorMap } from "node:util";

const room = "make room there, or choose another place";
const permission = "choose a place that this user can write";
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: room,
  EDQUOT: room,
  EFBIG: "raise the limit on the size of files (ulimit -f)",
  EACCES: permission,
  EPERM: permission,
  EROFS: permission,
  EIO: "look after the device",
  EISDIR: "choose a file",
  ENOTDIR: "choose a place below a folder",
  ENAMETOOLONG: "choose a shorter name",
  ELOOP: "choose a place without a link to itself",
  EPIPE: "its reader has gone",
  EMFILE: "raise the limit on open files (ulimit -n)",
  ENFILE: "close other programs",
};

/** What was refused, where, and what to do; undefined for every other error. */
export function refusalOf(error: unknown, place?: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errno, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || errno === undefined || !Object.hasOwn(remedies, code)) return undefined;
  const [, why] = getSystemErrorMap().get(errno) ?? [code, code];
  return `cannot ${syscall ?? "use"} ${place ?? path ?? "a file"}: ${why}; ${remedies[code]}`;
}
