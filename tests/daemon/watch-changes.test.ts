import { map, tap } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { describe, expect, test } from "vitest";
import { watchChanges } from "../../src/daemon/watch-changes.ts";
import { freshStore } from "../store/fresh-store.ts";

function inVirtualTime(work: Parameters<TestScheduler["run"]>[0]): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(work);
}

/** A store whose commits and whose other writers a test plays. */
function playedStore() {
  const listeners = new Set<(tookMs: number) => void>();
  let version = 1;
  const store = {
    ...freshStore(),
    onCommit: (listener: (tookMs: number) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dataVersion: () => version,
  };
  return {
    store,
    listeners,
    commit: () => {
      for (const listener of listeners) listener(1);
    },
    otherProcess: () => {
      version += 1;
    },
  };
}

describe("changes of the database", () => {
  test("of this process are told in the next turn, those that follow within 10 ms once", () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const { store, commit } = playedStore();
      // The group takes 5 ms of the marble's time: the next ones come at 105, 107 and 307 ms.
      const commits$ = cold("100ms (aaa) a 1ms a 199ms b").pipe(tap(commit));
      commits$.subscribe();
      expectObservable(watchChanges(store).pipe(map(() => "c")), "400ms !").toBe(
        "100ms c 9ms c 196ms c",
      );
    });
  });

  test("of another process are told within half a second, and only when there are some", () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const { store, otherProcess } = playedStore();
      cold("700ms a").pipe(tap(otherProcess)).subscribe();
      // The first look only learns what there is; it is told, for it may have missed something.
      expectObservable(watchChanges(store).pipe(map(() => "c")), "2400ms !").toBe(
        "500ms c 499ms c",
      );
    });
  });

  test("are not listened to when nobody wants them", () => {
    const { store, listeners } = playedStore();
    const watching = watchChanges(store).subscribe();
    expect(listeners.size).toBe(1);
    watching.unsubscribe();
    expect(listeners.size).toBe(0);
  });
});
