import { setImmediate as nextTurn } from "node:timers/promises";
import type { Store } from "../store/open-store.ts";
import { isStoreTrouble, type Persist } from "./persist.ts";

interface Step {
  /** Does it; what comes back tells its caller, once it is on disk. */
  readonly run: () => () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Durable steps that come in the same turn share a commit, because waiting for the disk takes longer than they do. Each
 * step is done as a whole or not at all; one that throws is told so and undoes no other.
 */
export function groupedCommits(store: Store, persist: Persist): <T>(work: () => T) => Promise<T> {
  let waiting: Step[] = [];
  let isUnderWay = false;

  async function commit(group: readonly Step[]): Promise<void> {
    try {
      const tellings = await persist(() =>
        store.inTransaction(() => group.map(({ run }) => run())),
      );
      for (const tell of tellings) tell();
    } catch (error) {
      if (group.length > 1 && !isStoreTrouble(error)) {
        for (const step of group) await commit([step]);
      } else {
        for (const { fail } of group) fail(error);
      }
    }
  }

  async function commitAll(): Promise<void> {
    isUnderWay = true;
    while (waiting.length > 0) {
      await nextTurn();
      const group = waiting;
      waiting = [];
      await commit(group);
    }
    isUnderWay = false;
  }

  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      const run = (): (() => void) => {
        const value = work();
        return () => resolve(value);
      };
      waiting.push({ run, fail: reject });
      if (!isUnderWay) void commitAll();
    });
}
