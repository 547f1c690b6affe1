/** A disk that is soon full, for tests of what happens then. Only root may mount one. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

function mount(): string | null {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], { stdio: "ignore" });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

function unmount(folder: string): void {
  execFileSync("umount", ["--lazy", folder], { stdio: "ignore" });
  rmSync(folder, { recursive: true, force: true });
}

export const canMountDisk = (() => {
  const folder = mount();
  if (folder !== null) unmount(folder);
  return folder !== null;
})();

/** To be put behind the name of a test that is skipped without such a disk. */
export const whyNoDisk = canMountDisk ? "" : " (skipped: only root may mount a small disk)";

/** A file system of two megabytes for the length of the running test. */
export function smallDisk(): string {
  const folder = mount();
  if (folder === null) throw new Error("no disk can be mounted here");
  onTestFinished(() => unmount(folder));
  return folder;
}

/** Fills it to the last byte; the returned function frees it again. */
export function fillDisk(folder: string): () => void {
  const ballast = join(folder, "ballast");
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize));
  return () => rmSync(ballast);
}
