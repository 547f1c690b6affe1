/** Copies of anchors and digests in other folders, best on another computer: what was said there cannot be taken back here. */
import { existsSync } from "node:fs";
import { mkdir, open, rename, truncate } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isSetAside, type Kept, keptFiles, presentFile, setAsideFile } from "./anchor-files.ts";
import { copyOf, strangeCopies } from "./check-copies.ts";
import { firstDifference } from "./first-difference.ts";
import { isGivenUp, lastRestored, lastToldAt } from "./given-up-copies.ts";
import { type SeenFile, seeFile } from "./kept-lines.ts";
import { wholeBytes } from "./whole-bytes.ts";

const KINDS: readonly Kept[] = ["anchors", "digests"];
const CHUNK_BYTES = 1_048_576;

/** Adds to `copy` what `file` has beyond it, of which nothing can be lost any more. */
async function addTail(file: string, copy: string, from: number, to: number): Promise<void> {
  const source = await open(file, "r+");
  try {
    // Another program may have written a line that is not on the disk yet: a power cut must not leave it here alone.
    await source.datasync();
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

/** Where the copy stands, under the name that the file has now. Rejects where another copy has that name. */
async function placeOf(file: SeenFile, folder: string): Promise<string> {
  const wanted = join(folder, basename(file.file));
  const found = copyOf(file, folder);
  if (found === null || found === wanted) return wanted;
  if (existsSync(wanted)) throw new Error(`${wanted} is not a copy of ${file.file}`);
  await rename(found, wanted);
  return wanted;
}

/** Whole lines alone: the beginning of one that is just written may be torn by a power cut. */
async function bringUpToDate(file: SeenFile, folder: string): Promise<void> {
  const copy = await placeOf(file, folder);
  const [bytes, copied] = [wholeBytes(file), seeFile(copy).bytes];
  const copiedWhole = wholeBytes({ file: copy, bytes: copied });
  // What a restore gave up stays in the copy.
  if (copiedWhole > bytes && isSetAside(file.file)) return;
  const isAlike = (upTo: number): boolean =>
    upTo <= bytes && (upTo === 0 || firstDifference(file.file, copy, upTo) === null);
  if (!isAlike(copiedWhole)) {
    throw new Error(`${copy} is not a copy of ${file.file}, and is left as it is`);
  }
  const goesOn = isAlike(copied);
  if (!goesOn) await truncate(copy, copiedWhole);
  const from = goesOn ? copied : copiedWhole;
  if (bytes > from) await addTail(file.file, copy, from, bytes);
}

/** A name that no other copy has, by the time of the newest line. */
function nameAside(copy: string, kind: Kept): string {
  for (let ms = Date.parse(lastToldAt(copy) ?? ""); ; ms += 1) {
    const wanted = setAsideFile(dirname(copy), kind, new Date(ms).toISOString());
    if (!existsSync(wanted)) return wanted;
  }
}

/** The same set may be put back twice: what was copied in between is of a past that is no more, and makes room. */
async function giveWay(files: readonly SeenFile[], target: string): Promise<void> {
  const restored = lastRestored(files);
  if (restored === null) return;
  const strange = new Set(strangeCopies(files, target));
  for (const kind of KINDS) {
    const copy = presentFile(target, kind);
    if (!strange.has(copy) || !isGivenUp(copy, restored)) continue;
    await rename(copy, nameAside(copy, kind));
  }
}

/**
 * Brings the copies in `target` up to date: adds what is new and takes nothing away that was said there. Rejects with
 * what the system says, or when a copy is of something else.
 */
export async function copyAnchors(folder: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const files = KINDS.flatMap((kind) => keptFiles(folder, kind)).map(seeFile);
  await giveWay(files, target);
  for (const file of files) await bringUpToDate(file, target);
}
