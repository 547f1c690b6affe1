import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClockReport } from "../../src/pipeline/clocks/clock-report.ts";
import { paperBench, readPlate } from "../pipeline/paper-bench.ts";
import { freshFile, freshStore } from "../store/fresh-store.ts";
import { jsonOf, runCli } from "./run-cli.ts";

beforeEach(() => {
  vi.stubEnv("TZ", "Europe/Amsterdam");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** A bench with one plate, read at that time by a reader whose clock is an hour behind. */
async function bench(now: string): Promise<string> {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(now) });
  const file = freshFile();
  await readPlate(paperBench(freshStore(file)), { clock: "06/03/2026 14:10:00" });
  vi.useRealTimers();
  return dirname(file);
}

test("clocks shows this computer's clock, and each reader's with the zone that was taken for it", async () => {
  const data = await bench("2026-03-06T14:10:30.000Z");
  const { out, code } = await runCli("clocks", "--data", data);
  expect(code).toBe(0);
  expect(out).toContain("(Europe/Amsterdam)");
  expect(out).toContain("bench-1  61 min behind !");
  expect(out).toContain("taken to be in this computer's zone, UTC+1");
  const report = (await jsonOf("clocks", "--data", data)) as ClockReport;
  expect(report).toMatchObject({
    readers: [{ readerId: "bench-1", aheadMs: -3_630_000 }],
    sync: { isSynchronised: expect.toBeOneOf([true, false, null]) },
  });
});

test("clocks confirm writes down who says that the clock is right, from where times count again", async () => {
  const data = await bench("2099-03-06T14:10:30.000Z");
  const before = (await jsonOf("clocks", "--data", data)) as ClockReport;
  expect(before.latestStoredUtc).toBe("2099-03-06T14:10:30.000Z");
  const words = ["--by", "E. Lind", "--reason", "asked the time of the house"];
  await jsonOf("clocks", "confirm", "--data", data, ...words);
  const after = (await jsonOf("clocks", "--data", data)) as ClockReport;
  expect(Date.parse(after.latestStoredUtc ?? "")).toBeLessThanOrEqual(Date.now());
  expect(after.observations).toMatchObject([
    {
      kind: "confirmed",
      by_name: "E. Lind",
      sentence: "E. Lind says that the clock is right: asked the time of the house",
    },
  ]);
});

test("clocks confirm wants a name and a reason", async () => {
  const data = await bench("2026-03-06T14:10:30.000Z");
  expect((await runCli("clocks", "confirm", "--data", data, "--by", "E. Lind")).code).toBe(2);
});
