import { describe, expect, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { groupedCommits } from "../../src/pipeline/grouped-commits.ts";
import type { Persist } from "../../src/pipeline/persist.ts";
import type { Store } from "../../src/store/open-store.ts";
import { freshStore } from "../store/fresh-store.ts";
import { insertSample } from "../store/store-rows.ts";

const atOnce: Persist = async (work) => work();

function commitsOf(store: Store): { readonly count: number } {
  const seen = { count: 0 };
  store.onCommit(() => {
    seen.count += 1;
  });
  return seen;
}

describe("steps that come together", () => {
  test("share a commit, and each hears what came of it", async () => {
    const store = freshStore();
    const commits = commitsOf(store);
    const commit = groupedCommits(store, atOnce);
    const names = ["A", "B", "C"];
    const ids = await Promise.all(names.map((name) => commit(() => insertSample(store, name))));
    expect(commits.count).toBe(1);
    expect(store.samples.all().map(({ id }) => id)).toEqual(ids);
    await commit(() => insertSample(store, "D"));
    expect(commits.count).toBe(2);
  });

  test("are told of their own failure; it undoes no other step, but all of its own", async () => {
    const store = freshStore();
    const commit = groupedCommits(store, atOnce);
    const [first, second, third] = await Promise.allSettled([
      commit(() => insertSample(store, "A")),
      commit(() => {
        insertSample(store, "half");
        throw new Error("broken");
      }),
      commit(() => insertSample(store, "C")),
    ]);
    expect([first?.status, second?.status, third?.status]).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(store.samples.all().map(({ name }) => name)).toEqual(["A", "C"]);
  });

  test("all fail with a store in trouble, and are not tried one by one", async () => {
    const store = freshStore();
    const full = new PlatewardenError("STORE_FULL", "The disk is full.");
    let tries = 0;
    const commit = groupedCommits(store, () => {
      tries += 1;
      return Promise.reject(full);
    });
    const steps = ["A", "B"].map((name) => commit(() => insertSample(store, name)));
    const settled = await Promise.allSettled(steps);
    expect(settled).toMatchObject([{ reason: full }, { reason: full }]);
    expect(tries).toBe(1);
    expect(store.samples.all()).toEqual([]);
  });
});
