import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseAnchor } from "../../src/integrity/anchor.ts";
import { anchorsFolderOf, presentFile } from "../../src/integrity/anchor-files.ts";
import { headOf } from "../../src/integrity/head-of.ts";
import { keepAnchors } from "../../src/integrity/keep-anchors.ts";
import type { Store } from "../../src/store/open-store.ts";
import { codeOf, freshStore } from "../store/fresh-store.ts";
import { doWork, linesIn } from "./anchored-bench.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

const WHO = { program: "daemon", programVersion: "1" } as const;

function watched() {
  const store = freshStore();
  const anchors = keepAnchors(store, WHO);
  doWork(store, "a");
  const kept = vi.fn();
  const failed = vi.fn();
  const watching = anchors.watch({ onKept: kept, onFailure: failed });
  return { store, anchors, kept, failed, watching };
}

const newest = (store: Store) =>
  parseAnchor(linesIn(presentFile(anchorsFolderOf(store), "anchors")).at(-1) ?? "");

describe("a program at work", () => {
  test("has each new state written down within a second, however many changes it were", async () => {
    const { store, kept, watching } = watched();
    doWork(store, "b", "c", "d");
    await vi.advanceTimersByTimeAsync(999);
    await vi.waitFor(() => expect(kept).toHaveBeenCalledOnce());
    expect(newest(store)).toMatchObject({ kind: "moved", head: headOf(store) });
    await watching.stop();
  });

  test("waits longer where the audit trail has not moved", async () => {
    const { store, kept, watching } = watched();
    await vi.advanceTimersByTimeAsync(999);
    await vi.waitFor(() => expect(kept).toHaveBeenCalledOnce());
    store.inTransaction(() => store.journal.change("plate", "a", "now"));
    await vi.advanceTimersByTimeAsync(999);
    expect(kept).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    await vi.waitFor(() => expect(kept).toHaveBeenCalledTimes(2));
    await watching.stop();
  });

  test("goes on where it cannot be written, says so, and says what is missing with the next one", async () => {
    const { store, kept, failed, watching } = watched();
    const folder = anchorsFolderOf(store);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "in the way");
    doWork(store, "b");
    await vi.advanceTimersByTimeAsync(999);
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
    rmSync(folder);
    mkdirSync(folder);
    doWork(store, "c");
    await vi.advanceTimersByTimeAsync(999);
    await vi.waitFor(() => expect(kept).toHaveBeenCalledOnce());
    expect(newest(store)?.head).toEqual(headOf(store));
    await watching.stop();
  });
});

test("a program that cannot say that it is at work changes nothing", () => {
  const store = freshStore();
  writeFileSync(anchorsFolderOf(store), "in the way");
  keepAnchors(store, WHO);
  expect(codeOf(() => doWork(store, "a"))).toBe("STORE_NOT_WRITABLE");
  expect(store.journal.lastAudit()).toBeNull();
  rmSync(anchorsFolderOf(store));
  doWork(store, "a");
  expect(store.journal.lastAudit()?.seq).toBe(1);
  expect(dirname(anchorsFolderOf(store))).toBe(dirname(store.file));
});
