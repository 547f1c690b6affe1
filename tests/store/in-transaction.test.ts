import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { codeOf, freshFile, freshStore, withDatabase } from "./fresh-store.ts";
import { insertSample, insertTranscript } from "./store-rows.ts";

const names = (store: Store): string[] => store.samples.all().map((sample) => sample.name);

function refuse(): never {
  throw new PlatewardenError("PLAN_CONFLICT", "no");
}

describe("a transaction", () => {
  test("keeps all of its work or none", () => {
    const store = freshStore();
    const work = () => {
      insertSample(store, "A");
      refuse();
    };
    expect(codeOf(() => store.inTransaction(work))).toBe("PLAN_CONFLICT");
    expect(names(store)).toEqual([]);
  });

  test("takes an inner one along when it fails", () => {
    const store = freshStore();
    const work = () => {
      store.inTransaction(() => insertSample(store, "A"));
      refuse();
    };
    expect(codeOf(() => store.inTransaction(work))).toBe("PLAN_CONFLICT");
    expect(names(store)).toEqual([]);
  });

  test("can go on after an inner one that kept nothing", () => {
    const store = freshStore();
    store.inTransaction(() => {
      insertSample(store, "outer");
      const inner = () => {
        insertSample(store, "inner");
        refuse();
      };
      expect(codeOf(() => store.inTransaction(inner))).toBe("PLAN_CONFLICT");
    });
    expect(names(store)).toEqual(["outer"]);
  });

  test("works again after one that failed", () => {
    const store = freshStore();
    codeOf(() => store.inTransaction(refuse));
    store.inTransaction(() => insertSample(store, "A"));
    expect(names(store)).toEqual(["A"]);
  });

  test("tells the listeners once, after the outermost, and never when it failed", () => {
    const store = freshStore();
    const seen: string[][] = [];
    const stop = store.onCommit(() => seen.push(names(store)));
    store.inTransaction(() => store.inTransaction(() => insertSample(store, "A")));
    codeOf(() => store.inTransaction(refuse));
    stop();
    store.inTransaction(() => insertSample(store, "B"));
    expect(seen).toEqual([["A"]]);
  });

  test("of another process shows in the data version", () => {
    const file = freshFile();
    const store = freshStore(file);
    const before = store.dataVersion();
    insertSample(store);
    expect(store.dataVersion()).toBe(before);
    withDatabase(file, (db) => db.exec("UPDATE sample SET patient = 'P'"));
    expect(store.dataVersion()).not.toBe(before);
  });
});

/** A file system of one megabyte, or null where this user may not mount one. */
function smallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
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

/** Fills a disk with a file to the last byte. */
function fill(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(join(folder, "ballast"), Buffer.alloc(bavail * bsize));
}

const canMount = (() => {
  const folder = smallDisk();
  if (folder !== null) unmount(folder);
  return folder !== null;
})();
const skipped = canMount ? "" : " (skipped: only root may mount a small disk)";

describe.skipIf(!canMount)(`a full disk${skipped}`, () => {
  function onSmallDisk(): { folder: string; file: string } {
    const folder = smallDisk() ?? "";
    onTestFinished(() => unmount(folder));
    return { folder, file: join(folder, "platewarden.sqlite") };
  }

  test("is STORE_FULL, keeps nothing by halves, and passes when there is room again", () => {
    const { folder, file } = onSmallDisk();
    const store = openStore(file);
    insertSample(store, "before");
    fill(folder);
    const many = () => {
      insertSample(store, "during");
      insertTranscript(store, ["x".repeat(500_000)]);
    };
    expect(codeOf(() => store.inTransaction(many))).toBe("STORE_FULL");
    expect(names(store)).toEqual(["before"]);
    rmSync(join(folder, "ballast"));
    store.inTransaction(() => insertSample(store, "after"));
    store.close();
    expect(names(freshStore(file)).toSorted()).toEqual(["after", "before"]);
  });

  test("refuses to make a database", () => {
    const { folder, file } = onSmallDisk();
    fill(folder);
    expect(codeOf(() => openStore(file))).toBe("STORE_FULL");
  });

  test("refuses to open one, and leaves it as it was", () => {
    const { folder, file } = onSmallDisk();
    const store = openStore(file);
    insertSample(store, "before");
    store.close();
    fill(folder);
    expect(codeOf(() => openStore(file))).toBe("STORE_FULL");
    rmSync(join(folder, "ballast"));
    expect(names(freshStore(file))).toEqual(["before"]);
  });
});
