// Native libraries that are cut, as by a full disk: mapping one raises SIGBUS, which no process survives.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes of the header of a 64-bit ELF file. */
const HEADER = 64;

/**
 * Whether an ELF library ends before its table of sections does, which stands last: System V ABI, "ELF header". Libraries of
 * other formats, and what is not there, are left to the loader.
 */
export function isCut(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return false;
  }
  try {
    const header = Buffer.alloc(HEADER);
    if (readSync(file, header, 0, HEADER, 0) < HEADER) return true;
    // "\x7fELF", 64 bits, little-endian
    if (header.toString("latin1", 0, 6) !== "\x7fELF\x02\x01") return false;
    const sections = Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60);
    return fstatSync(file).size < sections;
  } finally {
    closeSync(file);
  }
}
