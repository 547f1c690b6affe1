import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { codeOf, freshFile, freshStore, withDatabase } from "./fresh-store.ts";
import { canMountDisk, fillDisk, smallDisk, whyNoDisk } from "./small-disk.ts";
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

describe.skipIf(!canMountDisk)(`a full disk${whyNoDisk}`, () => {
  function onSmallDisk(): { folder: string; file: string } {
    const folder = smallDisk();
    return { folder, file: join(folder, "platewarden.sqlite") };
  }

  test("is STORE_FULL, keeps nothing by halves, and passes when there is room again", () => {
    const { folder, file } = onSmallDisk();
    const store = openStore(file);
    insertSample(store, "before");
    const free = fillDisk(folder);
    const many = () => {
      insertSample(store, "during");
      insertTranscript(store, ["x".repeat(500_000)]);
    };
    expect(codeOf(() => store.inTransaction(many))).toBe("STORE_FULL");
    expect(names(store)).toEqual(["before"]);
    free();
    store.inTransaction(() => insertSample(store, "after"));
    store.close();
    expect(names(freshStore(file)).toSorted()).toEqual(["after", "before"]);
  });

  test("refuses to make a database", () => {
    const { folder, file } = onSmallDisk();
    fillDisk(folder);
    expect(codeOf(() => openStore(file))).toBe("STORE_FULL");
  });

  test("refuses to open one, and leaves it as it was", () => {
    const { folder, file } = onSmallDisk();
    const store = openStore(file);
    insertSample(store, "before");
    store.close();
    const free = fillDisk(folder);
    expect(codeOf(() => openStore(file))).toBe("STORE_FULL");
    free();
    expect(names(freshStore(file))).toEqual(["before"]);
  });
});
