/** A small disk of its own for the data folder, which can be filled and made read-only; needs the right to mount. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIZE_MB = 192;
const CHUNK_BYTES = 1 << 20;

export interface SmallDisk {
  /** Writes until nothing more goes in. */
  fill(): Promise<void>;
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

async function fillWith(file: string, chunkBytes: number): Promise<void> {
  const handle = await open(file, "a");
  try {
    const zeros = Buffer.alloc(chunkBytes);
    for (;;) await handle.write(zeros);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  } finally {
    await handle.close();
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
    fill: async () => {
      await fillWith(filler, CHUNK_BYTES);
      await fillWith(filler, 512);
    },
    free: () => rm(filler, { force: true }),
    mount: (how) =>
      void execFileSync("mount", ["-o", `remount,${how}`, folder], { stdio: "ignore" }),
    unmount: () => {
      process.off("exit", unmount);
      unmount();
    },
  };
}
