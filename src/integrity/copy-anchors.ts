/** Copies of anchors and digests in other folders, best on another computer: what was said there cannot be taken back here. */
import { mkdir, open, rename, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { isSetAside, type Kept, keptFiles } from "./anchor-files.ts";
import { copyOf } from "./check-copies.ts";
import { firstDifference } from "./first-difference.ts";
import { seeFile } from "./kept-lines.ts";

const KINDS: readonly Kept[] = ["anchors", "digests"];
const CHUNK_BYTES = 1_048_576;

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

/** Adds to `copy` what `file` has beyond it. */
async function addTail(file: string, copy: string, from: number, to: number): Promise<void> {
  const source = await open(file, "r");
  try {
    const target = await open(copy, "a", 0o640);
    try {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, to - from));
      for (let at = from; at < to; ) {
        const { bytesRead } = await source.read(chunk, 0, Math.min(chunk.length, to - at), at);
        if (bytesRead === 0) break;
        await target.write(chunk, 0, bytesRead);
        at += bytesRead;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Where the copy stands, under the name that the file has now. */
async function placeOf(file: string, folder: string): Promise<string> {
  const wanted = join(folder, basename(file));
  const found = copyOf(seeFile(file), folder);
  if (found !== null && found !== wanted) await rename(found, wanted);
  return wanted;
}

async function bringUpToDate(file: string, folder: string): Promise<void> {
  const copy = await placeOf(file, folder);
  const [bytes, copied] = [await sizeOf(file), await sizeOf(copy)];
  // What a restore gave up stays in the copy.
  if (copied > bytes && isSetAside(file)) return;
  const isPart = copied <= bytes && (copied === 0 || firstDifference(file, copy, copied) === null);
  if (!isPart) throw new Error(`${copy} is not a copy of ${file}, and is left as it is`);
  if (bytes > copied) await addTail(file, copy, copied, bytes);
}

/**
 * Brings the copies in `target` up to date: adds what is new and changes nothing that is there. Rejects with what the
 * system says, or when a copy is of something else.
 */
export async function copyAnchors(folder: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const kind of KINDS) {
    for (const file of keptFiles(folder, kind)) await bringUpToDate(file, target);
  }
}
