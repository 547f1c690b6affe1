import { BehaviorSubject } from "rxjs";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { incidentsDuty } from "../../../src/daemon/duties/incidents-duty.ts";
import type { DutyContext } from "../../../src/daemon/duty.ts";
import { watchStoreHealth } from "../../../src/daemon/store-health.ts";
import type { ReaderStatus } from "../../../src/instrument/reader-status.ts";
import type { NewIncident } from "../../../src/observe/incident-log.ts";
import { silentLogger } from "../../../src/observe/logger.ts";
import { watchReaders } from "../../../src/observe/reader-watch.ts";
import type { Store } from "../../../src/store/open-store.ts";
import { freshStore } from "../../store/fresh-store.ts";

const START: ReaderStatus = {
  readerId: "bench-1",
  state: "ready",
  sentence: "Ready.",
  sinceUtc: "2026-03-06T14:00:00.000Z",
  identity: null,
  progress: null,
};
const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers({ now: Date.parse(START.sinceUtc) }));
afterEach(() => void vi.useRealTimers());

function started(store: Store = freshStore(), stopBefore: NewIncident | null = null) {
  const health = watchStoreHealth(silentLogger(), () => undefined);
  const status$ = new BehaviorSubject(START);
  const readers = [{ id: "bench-1", status$ }];
  const observed = { readerWatch: watchReaders(readers) };
  const context = { store, health, readers, observed, stopBefore };
  const duty = incidentsDuty.start({ ...context, log: silentLogger() } as unknown as DutyContext);
  onTestFinished(async () => duty.stop());
  const show = (state: ReaderStatus["state"]): void =>
    status$.next({ ...START, state, sentence: `It is ${state}.`, sinceUtc: store.nowUtc() });
  return { store, health, duty, show };
}

describe("the log of incidents", () => {
  test("has what is told of a part for as long as it is told", () => {
    const { store, health } = started();
    health.tell("disk", "It is nearly full.");
    vi.advanceTimersByTime(1);
    expect(store.incidents.open()).toMatchObject([
      { part: "disk", code: "attention", sentence: "It is nearly full." },
    ]);
    health.tell("disk", null);
    vi.advanceTimersByTime(1);
    expect(store.incidents.newest(1)).toMatchObject([{ end_sentence: "It is well again." }]);
  });

  test("has nothing of how the bench is set up", () => {
    const { store, health } = started();
    const told = { severity: "degraded", sentence: "No backups are made.", remedy: null } as const;
    health.tell("backup", { code: "backup-none", ...told });
    vi.advanceTimersByTime(1);
    expect(store.incidents.newest(9)).toEqual([]);
  });

  test("has what was told just before the daemon was stopped", async () => {
    const { store, health, duty } = started();
    health.tell("disk", "It is nearly full.");
    await duty.stop();
    expect(store.incidents.open()).toHaveLength(1);
  });

  test("has a store that refused, afterwards", () => {
    const { store, health } = started();
    const watcher = health.watcher("readings");
    watcher.onTrouble(new Error("The disk is full."));
    vi.advanceTimersByTime(1);
    watcher.onRecovered();
    vi.advanceTimersByTime(1);
    expect(store.incidents.newest(9)).toMatchObject([
      { part: "store", code: "store-refuses", end_sentence: "It is well again." },
    ]);
  });

  test("has a reader that is lost for five minutes, with a notice, until it answers", () => {
    const { store, show } = started();
    show("unreachable");
    vi.advanceTimersByTime(4 * MINUTE_MS);
    expect(store.incidents.newest(9)).toEqual([]);
    show("connecting");
    show("unreachable");
    vi.advanceTimersByTime(2 * MINUTE_MS);
    expect(store.incidents.open()).toMatchObject([
      { part: "reader bench-1", code: "reader-lost", began_at_utc: START.sinceUtc },
    ]);
    expect(store.notices.standingOn("reader-lost", "bench-1")).toHaveLength(1);
    show("ready");
    vi.advanceTimersByTime(MINUTE_MS);
    expect(store.incidents.open()).toEqual([]);
    expect(store.notices.standingOf("reader-lost")).toEqual([]);
  });

  test("ends what a daemon before this one told of a reader that answers now", () => {
    const { store, show, duty } = started();
    show("unreachable");
    vi.advanceTimersByTime(6 * MINUTE_MS);
    void duty.stop();
    started(store);
    vi.advanceTimersByTime(MINUTE_MS);
    expect(store.incidents.open()).toEqual([]);
    expect(store.notices.standingOf("reader-lost")).toEqual([]);
  });

  test("ends what nothing has shown since the start, after some minutes", () => {
    const { store, health, duty } = started();
    health.tell("disk", "It is nearly full.");
    void duty.stop();
    started(store);
    vi.advanceTimersByTime(5 * MINUTE_MS);
    expect(store.incidents.open()).toHaveLength(1);
    vi.advanceTimersByTime(2 * MINUTE_MS);
    expect(store.incidents.open()).toEqual([]);
  });

  test("has a daemon that was ended by force, as over", () => {
    const stopBefore: NewIncident = {
      part: "daemon",
      code: "unclean-stop",
      sentence: "It was killed.",
      beganAtUtc: "2026-03-06T13:00:00.000Z",
    };
    const { store } = started(freshStore(), stopBefore);
    expect(store.incidents.newest(9)).toMatchObject([
      { code: "unclean-stop", ended_at_utc: START.sinceUtc },
    ]);
  });
});
