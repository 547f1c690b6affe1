/** What people are told of, once, out of what happened at the bench. */
import SqliteDatabase from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { findNews } from "../../src/notices/find-news.ts";
import { setRunState } from "../../src/pipeline/capture-readings.ts";
import { endNotice } from "../../src/pipeline/raise-notice.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import type { Store } from "../../src/store/open-store.ts";
import { begin, paperBench } from "../pipeline/paper-bench.ts";
import { fillWithStudy } from "../pipeline/paper-study.ts";
import { BARCODE, DE_WIT, reviewBench, sign, VISSER } from "../pipeline/review/review-bench.ts";
import { freshStore } from "../store/fresh-store.ts";

function lookThrough(store: Store): void {
  while (
    findNews(store, (error) => {
      throw error;
    })
  );
}

function told(store: Store, kind: string): readonly string[] {
  return store.notices
    .all()
    .filter((notice) => notice.kind === kind)
    .map((notice) => notice.sentence);
}

describe("news of a study", () => {
  test("flags and plates are told once, however often the changes are looked through", async () => {
    const store = freshStore();
    await fillWithStudy(store);
    lookThrough(store);
    const flagged = told(store, "flagged");
    const flags = store.analyses.currentFlags().filter((flag) => flag.kind === "combination");
    expect(flagged).toHaveLength(flags.length);
    expect(flagged.length).toBeGreaterThan(3);
    const all = store.notices.all().length;
    store.notices.moveCursor(0);
    lookThrough(store);
    expect(store.notices.all()).toHaveLength(all);
    expect(verifyStore(store).findings).toEqual([]);
  });

  test("every plate read is told of, by its lamp", async () => {
    const store = freshStore();
    await fillWithStudy(store);
    lookThrough(store);
    const lamps = store.notices
      .all()
      .filter(({ kind }) => ["re-read", "plate-failed", "plate-finished"].includes(kind))
      .map((notice) => notice.subject);
    const barcodes = store.plates.newest(100).map((plate) => plate.barcode);
    expect(lamps.sort()).toEqual(barcodes.sort());
  });

  test("what a crash undid is found again", async () => {
    const store = freshStore();
    await fillWithStudy(store);
    const before = store.notices.cursor();
    expect(() =>
      store.inTransaction(() => {
        findNews(store, () => undefined);
        throw new Error("killed");
      }),
    ).toThrow("killed");
    expect(store.notices.cursor()).toBe(before);
    expect(store.notices.all()).toEqual([]);
    lookThrough(store);
    expect(told(store, "flagged").length).toBeGreaterThan(0);
  });
});

describe("a run that failed", () => {
  test("stands until a later run brings the plate", () => {
    const bench = paperBench();
    const { store } = bench;
    const run = begin(bench);
    store.inTransaction(() => setRunState(store, run.id, "failed", "The drawer is blocked."));
    lookThrough(store);
    expect(told(store, "run-failed")).toEqual([
      expect.stringContaining("A-1 on bench-1: the run failed. The drawer is blocked."),
    ]);
    expect(store.notices.standingOf("run-failed")).toHaveLength(1);
    const again = begin(bench, { rereadReason: "The drawer was blocked." });
    store.inTransaction(() => setRunState(store, again.id, "captured", null));
    lookThrough(store);
    expect(store.notices.standingOf("run-failed")).toEqual([]);
    expect(store.journal.entries().at(-1)).toMatchObject({
      actor: "daemon",
      action: "notice.ended",
    });
  });

  test("is gone from the list when a person has seen to it, and the trail says who", () => {
    const bench = paperBench();
    const { store } = bench;
    const run = begin(bench);
    store.inTransaction(() => setRunState(store, run.id, "failed", "The drawer is blocked."));
    lookThrough(store);
    for (const notice of store.notices.standing()) endNotice(store, notice, "A. Jansen");
    expect(store.notices.standing()).toEqual([]);
    expect(store.journal.entries().at(-1)).toMatchObject({
      actor: "A. Jansen",
      action: "notice.ended",
    });
    expect(verifyStore(store).findings).toEqual([]);
  });
});

describe("what called for a decision", () => {
  test("is over when two persons have approved the plate, and not before", async () => {
    const { store } = await reviewBench();
    lookThrough(store);
    const standing = () => {
      lookThrough(store);
      return store.notices.standingOn("flagged", BARCODE).length;
    };
    const flagged = standing();
    expect(flagged).toBeGreaterThan(0);
    await sign(store, VISSER);
    expect(standing()).toBe(flagged);
    await sign(store, DE_WIT);
    expect(standing()).toBe(0);
    expect(verifyStore(store).findings).toEqual([]);
  });
});

describe("a sample that is damaged", () => {
  test("is passed over with a word, and the others are told of", async () => {
    const store = freshStore();
    await fillWithStudy(store);
    const thief = new SqliteDatabase(store.file);
    thief.exec("DROP TRIGGER analysis_fixed");
    thief.exec("UPDATE analysis SET result = '{' WHERE rowid = 1");
    thief.close();
    const failures: unknown[] = [];
    while (findNews(store, (error) => failures.push(error)));
    expect(failures.length).toBeGreaterThan(0);
    expect(told(store, "flagged").length).toBeGreaterThan(2);
    expect(store.notices.cursor()).toBe(store.journal.changesAfter(0, 100_000).at(-1)?.id);
  });
});
