/** Lines beside the database while the disk is full: none is left half written, and none says more than is certain. */
import { appendFileSync, readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsFolderOf, presentFile } from "../../src/integrity/anchor-files.ts";
import { keepAnchors } from "../../src/integrity/keep-anchors.ts";
import { keepLine } from "../../src/integrity/kept-lines.ts";
import { openStore } from "../../src/store/open-store.ts";
import { codeOf } from "../store/fresh-store.ts";
import { canMountDisk, fillDisk, smallDisk, whyNoDisk } from "../store/small-disk.ts";
import { doWork, linesIn } from "./anchored-bench.ts";

describe.skipIf(!canMountDisk)(`a full disk${whyNoDisk}`, () => {
  test("takes no half of a line: the next one stands on its own", () => {
    const folder = smallDisk();
    const file = join(folder, "kept.jsonl");
    keepLine(file, "first");
    const { bavail, bsize } = statfsSync(folder);
    // Room for a part of the long line only.
    appendFileSync(join(folder, "ballast"), Buffer.alloc((bavail - 2) * bsize));
    const long = "x".repeat(8 * bsize);
    expect(codeOf(() => keepLine(file, long))).toBe("STORE_FULL");
    keepLine(file, "second");
    expect(readFileSync(file, "utf8")).toBe('"first"\n"second"\n');
  });

  test("a program whose last commit was refused does not say that all is closed", () => {
    const store = openStore(join(smallDisk(), "platewarden.sqlite"));
    try {
      const anchors = keepAnchors(store, { program: "daemon", programVersion: "1" });
      doWork(store, "a");
      expect(store.mayHoldMore()).toBe(false);
      const free = fillDisk(join(store.file, ".."));
      for (let left = 400; left > 0 && !store.mayHoldMore(); left -= 1) {
        try {
          doWork(store, "b".repeat(2000));
        } catch {
          // Refused: that is what is waited for.
        }
      }
      const lines = linesIn(presentFile(anchorsFolderOf(store), "anchors")).length;
      expect(store.mayHoldMore()).toBe(true);
      anchors.close();
      expect(linesIn(presentFile(anchorsFolderOf(store), "anchors"))).toHaveLength(lines);
      free();
      doWork(store, "c");
      expect(store.mayHoldMore()).toBe(false);
      anchors.close();
      expect(linesIn(presentFile(anchorsFolderOf(store), "anchors")).at(-1)).toContain('"closed"');
    } finally {
      store.close();
    }
  });
});
