import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  readerClockSentence,
  readerClockState,
  tellOfReaderClocks,
} from "../../../src/pipeline/clocks/reader-clocks.ts";
import { type PaperBench, paperBench, READER, readPlate } from "../paper-bench.ts";
import { importedPlate, paperFile, paperFolder } from "../paper-file.ts";

beforeEach(() => {
  vi.stubEnv("TZ", "Europe/Amsterdam");
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-06T14:10:30.000Z") });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const stateOf = ({ store }: PaperBench) => {
  const state = readerClockState(store, READER);
  if (state === null) throw new Error("no reading carries a time");
  return state;
};

describe("a reader's clock", () => {
  test("is compared when its reading comes, with the zone that is taken for it", async () => {
    const bench = paperBench();
    await readPlate(bench, { clock: "06/03/2026 15:10:00" });
    const state = stateOf(bench);
    expect(state).toMatchObject({ aheadMs: -30_000, driftMsPerDay: null, readings: 1 });
    expect(readerClockSentence(state.newest)).toBe(
      "The reader says 2026-03-06 15:10:00, taken to be in this computer's zone, UTC+1: 30 s behind this computer's clock when the reading arrived.",
    );
  });

  test("drifts over days, and a clock that was set in between starts anew", async () => {
    const bench = paperBench();
    const read = async (day: number, clock: string, barcode: string) => {
      vi.setSystemTime(new Date(`2026-03-${String(day).padStart(2, "0")}T14:10:30.000Z`));
      await readPlate(bench, {
        clock: `${String(day).padStart(2, "0")}/03/2026 ${clock}`,
        barcode,
      });
    };
    await read(1, "14:00:30", "A-1");
    await read(3, "15:10:30", "A-2");
    await read(8, "15:10:40", "A-3");
    expect(stateOf(bench)).toMatchObject({ aheadMs: 10_000, driftMsPerDay: 2_000, readings: 3 });
  });

  test("that is off by an hour raises one notice, which ends when it is right", async () => {
    const bench = paperBench();
    const { store } = bench;
    await readPlate(bench, { clock: "06/03/2026 14:10:00", barcode: "A-1" });
    tellOfReaderClocks(store, [READER]);
    await readPlate(bench, { clock: "06/03/2026 14:10:20", barcode: "A-2" });
    tellOfReaderClocks(store, [READER]);
    expect(store.notices.standingOf("reader-clock")).toMatchObject([
      { subject: READER, sentence: expect.stringContaining("61 min behind") },
    ]);
    await readPlate(bench, { clock: "06/03/2026 15:10:20", barcode: "A-3" });
    tellOfReaderClocks(store, [READER]);
    expect(store.notices.standingOf("reader-clock")).toEqual([]);
  });

  test("in a file that came later says nothing, one of the future does", async () => {
    const bench = paperBench();
    const folder = paperFolder(bench);
    await folder.drop("a", paperFile(importedPlate({ readAtLocal: "2026-03-01 10:00:00" })));
    expect(readerClockState(bench.store, "exports")?.aheadMs).toBeNull();
    await folder.drop("b", paperFile(importedPlate({ readAtLocal: "2026-03-06 17:10:30" })));
    expect(readerClockState(bench.store, "exports")?.aheadMs).toBe(7_200_000);
  });
});
