/** What a command changes: all of it or nothing, and the audit trail tells that its name is what it was told. */
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import type { Store } from "../../src/store/open-store.ts";
import {
  BARCODE,
  DE_WIT,
  reviewBench,
  sign,
  stateOf,
  VISSER,
} from "../pipeline/review/review-bench.ts";
import { withDatabase } from "../store/fresh-store.ts";
import { runCli } from "./run-cli.ts";

const WAYS = [
  ["well.mask", ["mask", BARCODE, "D4", "--reason", "bubble"]],
  ["plate.turn", ["plate", "turn", BARCODE, "--as", "as-read", "--reason", "seen"]],
  ["sample.blasts", ["sample", "blasts", "A", "42"]],
] as const;

const run = (store: Store, words: readonly string[]) =>
  runCli(...words, "--by", "E. Lind", "--data", dirname(store.file));

const lastOf = (store: Store, action: string) =>
  store.journal.entries().findLast((entry) => entry.action === action);

describe.each(WAYS)("%s by a command", (action, words) => {
  test("is marked as such, and ends the signatures on what stood before", async () => {
    const { store } = await reviewBench();
    await sign(store, VISSER);
    await sign(store, DE_WIT);
    const { code, err } = await run(store, words);
    expect([code, err]).toEqual([0, ""]);
    const told = lastOf(store, action);
    expect(told?.actor).toBe("E. Lind");
    expect(JSON.parse(told?.detail ?? "{}")).toMatchObject({ through: "command" });
    expect(stateOf(store)).toBe("changed");
  });

  test("leaves nothing behind when the analysis of it cannot be stored", async () => {
    const { store } = await reviewBench();
    await sign(store, VISSER);
    withDatabase(store.file, (db) =>
      db.exec(
        "CREATE TRIGGER broken BEFORE INSERT ON analysis BEGIN SELECT RAISE(ABORT, 'no'); END",
      ),
    );
    const { code } = await run(store, words);
    expect(code).not.toBe(0);
    expect(lastOf(store, action)).toBeUndefined();
    expect(stateOf(store)).toBe("reviewed");
  });
});
