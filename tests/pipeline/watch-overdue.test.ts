import { NEVER, Subject } from "rxjs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { closeSample } from "../../src/pipeline/close-sample.ts";
import { watchOverdue } from "../../src/pipeline/watch-overdue.ts";
import { type PaperBench, paperBench } from "./paper-bench.ts";
import { importedPlate, paperFile, paperFolder, planPlates } from "./paper-file.ts";

const DUE = "2026-11-23T15:00:00.000Z";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-23T14:00:00.000Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

function watching(bench: PaperBench, isClockDoubtful = () => false) {
  const changes$ = new Subject<void>();
  const told: string[] = [];
  const work = watchOverdue(bench.store, {
    changes$,
    isClockDoubtful,
    onOverdue: (plate) => told.push(plate.barcode),
    onFailure: (error) => {
      throw error;
    },
  });
  return { changes$, told, work };
}

describe("a planned plate that does not come", () => {
  test("raises one notice when it is due, and none before", () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"], DUE);
    const { told, changes$, work } = watching(bench);
    vi.advanceTimersByTime(59 * 60 * 1000);
    expect(bench.store.notices.standing()).toEqual([]);
    vi.advanceTimersByTime(2 * 60 * 1000);
    changes$.next();
    expect(bench.store.notices.standing()).toMatchObject([{ kind: "overdue", subject: "B-1" }]);
    expect(told).toEqual(["B-1"]);
    work.unsubscribe();
  });

  test("is told of within minutes of a clock that is put right, and not while the clock is not believed", () => {
    const bench = paperBench();
    planPlates(bench, ["B-1", "B-2"], DUE);
    let isDoubtful = true;
    const { work } = watching(bench, () => isDoubtful);
    vi.setSystemTime(new Date("2030-01-01T00:00:00.000Z"));
    vi.advanceTimersByTime(6 * 60 * 1000);
    expect(bench.store.notices.standing()).toEqual([]);
    isDoubtful = false;
    vi.advanceTimersByTime(6 * 60 * 1000);
    expect(bench.store.notices.standing()).toHaveLength(2);
    work.unsubscribe();
  });

  test("ends its notice by coming", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"], DUE);
    const { changes$, work } = watching(bench);
    vi.advanceTimersByTime(2 * 60 * 60 * 1000);
    await paperFolder(bench).drop("a.txt", paperFile(importedPlate({ plateId: "B-1" })));
    changes$.next();
    expect(bench.store.notices.standing()).toEqual([]);
    expect(bench.store.notices.all()).toMatchObject([{ ended_at_utc: expect.any(String) }]);
    work.unsubscribe();
  });

  test("is not waited for once its sample has been closed", () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"], DUE);
    const { changes$, work } = watching(bench);
    vi.advanceTimersByTime(2 * 60 * 60 * 1000);
    closeSample(bench.store, "sample of B-1", "head");
    changes$.next();
    expect(bench.store.notices.standing()).toEqual([]);
    work.unsubscribe();
  });

  test("is looked for again after the store could not be asked", () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"], DUE);
    vi.advanceTimersByTime(2 * 60 * 60 * 1000);
    const failures: unknown[] = [];
    const { dueBefore } = bench.store.samples;
    bench.store.samples.dueBefore = () => {
      throw new Error("disk I/O error");
    };
    const work = watchOverdue(bench.store, {
      changes$: NEVER,
      onOverdue: () => undefined,
      onFailure: (error) => failures.push(error),
    });
    expect(failures).toHaveLength(1);
    bench.store.samples.dueBefore = dueBefore;
    vi.advanceTimersByTime(60_000);
    expect(bench.store.notices.standing()).toHaveLength(1);
    work.unsubscribe();
  });

  test("raises nothing where no time was planned", () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const { work } = watching(bench);
    vi.advanceTimersByTime(24 * 60 * 60 * 1000);
    expect(bench.store.notices.all()).toEqual([]);
    work.unsubscribe();
  });

  test("is told again by no restart", () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"], DUE);
    vi.advanceTimersByTime(2 * 60 * 60 * 1000);
    watching(bench).work.unsubscribe();
    expect(watching(bench).told).toEqual([]);
    expect(bench.store.notices.all()).toHaveLength(1);
  });
});
