/** A small disk of its own for the data folder, which can be filled and made read-only; needs the right to mount. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wait } from "./wait.ts";

const SIZE_MB = 192;
const CHUNK_BYTES = 1 << 20;

export interface SmallDisk {
  /** Writes until nothing more goes in; false when it is read-only just then. */
  fill(): Promise<boolean>;
  /** Resolves when there is room again, which takes as long as it is read-only. */
  free(): Promise<void>;
  /** Works only while nobody has a file of it open for writing. */
  mount(how: "ro" | "rw"): void;
  unmount(): void;
}

/** Why there can be none on this machine; null where there can. */
export function missingForSmallDisk(): string | null {
  if (process.platform !== "linux") return "a tmpfs is mounted on Linux alone";
  const place = mkdtempSync(join(tmpdir(), "platewarden-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", place], { stdio: "ignore" });
    execFileSync("umount", [place]);
    return null;
  } catch {
    return "this user may not mount a disk";
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}

async function fillWith(file: string, chunkBytes: number): Promise<boolean> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, "a");
    const zeros = Buffer.alloc(chunkBytes);
    for (;;) await handle.write(zeros);
  } catch (error) {
    const code = codeOf(error);
    if (code !== "ENOSPC" && code !== "EROFS") throw error;
    return code === "ENOSPC";
  } finally {
    await handle?.close();
  }
}

async function freeWhenWritable(file: string): Promise<void> {
  for (;;) {
    try {
      return await rm(file, { force: true });
    } catch (error) {
      if (codeOf(error) !== "EROFS") throw error;
      await wait(50);
    }
  }
}

/** Mounts one at `folder`, which is made. */
export function mountSmallDisk(folder: string): SmallDisk {
  mkdirSync(folder, { recursive: true });
  const options = `size=${SIZE_MB}m,mode=0750`;
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]);
  const filler = join(folder, "filler");
  // Whoever was just killed may hold it for a moment.
  const unmount = (): void => void execFileSync("umount", ["-l", folder]);
  process.once("exit", unmount);
  return {
    fill: async () => (await fillWith(filler, CHUNK_BYTES)) && (await fillWith(filler, 512)),
    free: () => freeWhenWritable(filler),
    mount: (how) =>
      void execFileSync("mount", ["-o", `remount,${how}`, folder], { stdio: "ignore" }),
    unmount: () => {
      process.off("exit", unmount);
      unmount();
    },
  };
}
