/** The computer under the daemon, made to fail: a small library in front of the C library, told through a shared file. */
import { execFileSync } from "node:child_process";
import { closeSync, existsSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";

const SOURCE = join(import.meta.dirname, "faulty-host.c");

/** Errors of writes, as the operating system numbers them. */
const ERRNO = { none: 0, "disk full": 28, "read-only": 30 } as const;

export interface FaultyHost {
  /** For the process that is to suffer. */
  readonly env: Readonly<Record<string, string>>;
  /** Every write into the folder fails so. */
  writesFail(how: keyof typeof ERRNO): void;
  /** So many of a hundred syncs of files in the folder fail with an I/O error. */
  syncsFail(percent: number): void;
  /** The wall clock stands so far from the right time. */
  moveClock(ms: number): void;
  /** How many writes and syncs have failed so far. */
  refused(): { readonly writes: number; readonly syncs: number };
  close(): void;
}

/** Why there can be none on this machine; null where there can. */
export function missingForFaultyHost(): string | null {
  if (process.platform !== "linux") return "LD_PRELOAD is tried on Linux alone";
  if (!existsSync("/usr/bin/cc")) return "there is no C compiler (Debian: gcc libc6-dev)";
  if (!existsSync("/usr/include/stdio.h")) return "the C headers are missing (Debian: libc6-dev)";
  return null;
}

/**
 * Compiles the library into `place` and connects it with a control file there; it guards `folder`.
 * Throws what the compiler says.
 */
export function makeFaultyHost(place: string, folder: string): FaultyHost {
  const library = join(place, "faulty-host.so");
  execFileSync("/usr/bin/cc", ["-O1", "-w", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"]);
  const file = join(place, "faulty-host.control");
  const fd = openSync(file, "w+");
  writeSync(fd, Buffer.alloc(4096));
  // One write a field: the library sees whole numbers only.
  const set32 = (value: number, at: number): void => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    writeSync(fd, bytes, 0, 4, at);
  };
  return {
    env: {
      LD_PRELOAD: library,
      PLATEWARDEN_CHAOS_CONTROL: file,
      PLATEWARDEN_CHAOS_FOLDER: folder,
    },
    writesFail: (how) => set32(ERRNO[how], 12),
    syncsFail: (percent) => set32(percent, 8),
    moveClock: (ms) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(Math.round(ms)));
      writeSync(fd, bytes, 0, 8, 0);
    },
    refused: () => {
      const bytes = Buffer.alloc(8);
      readSync(fd, bytes, 0, 8, 16);
      return { syncs: bytes.readUInt32LE(0), writes: bytes.readUInt32LE(4) };
    },
    close: () => closeSync(fd),
  };
}
