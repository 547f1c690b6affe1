/** A plate that somebody reads at the panel of an idle SpectraMax is in the inbox by itself: the daemon looks for it. */
import { expect, test, vi } from "vitest";
import { spectraMax } from "../../drivers/spectramax/driver.ts";
import { MODELS } from "../../drivers/spectramax/simulator/model-facts.ts";
import { createReader } from "../../drivers/spectramax/simulator/reader.ts";
import { type Driver, forAnyOptions } from "../../src/instrument/contract.ts";
import { faultBench, holdsPlate, PLATE } from "./fault-bench.ts";

const driver = forAnyOptions(spectraMax);
const OPTIONS = { pollMs: 15, secondPromptMs: 150, helloTimeoutMs: 600, answerTimeoutMs: 600 };

/** Polled so often that a simulated read of 60 ms is seen while it lasts. */
const watched: Driver = {
  ...driver,
  capabilities: { ...driver.capabilities, pollEveryMs: 10 },
};

const bench = (one: Driver = watched) =>
  faultBench(one, OPTIONS, (surroundings) =>
    createReader({ ...surroundings, readMs: 200, model: MODELS.M5, onePrompt: [] }),
  );

test("asks often enough to see a read of half a minute", () => {
  expect(driver.capabilities.pollEveryMs).toBeLessThanOrEqual(10_000);
});

test("one plate read at the panel is stored once and waits in the inbox", async () => {
  const { reader, storedReadings, unassigned, start, ended } = await bench();
  reader.pressStart([570, 650]);
  const [row] = await storedReadings(1);
  expect(row?.origin).toBe("unasked");
  expect(row && holdsPlate(row)).toBe(true);
  // The next run asks the reader what it holds once more.
  expect((await ended(start())).state).toBe("captured");
  expect(await storedReadings(2)).toHaveLength(2);
  expect(unassigned()).toBe(1);
});

test("one plate after the other is stored", async () => {
  const { reader, storedReadings } = await bench();
  reader.pressStart([570, 650]);
  await storedReadings(1);
  reader.insert({ ...PLATE, measurement: PLATE.reference });
  await vi.waitFor(() => reader.pressStart([570]));
  const rows = await storedReadings(2);
  expect(rows.map((row) => row.outcome)).toEqual(["plate", "plate"]);
});

test("a plate that stays damaged is shown as rejected with its bytes, never as a plate", async () => {
  const { reader, storedReadings, readings } = await bench();
  reader.arm({ kind: "missing-column", times: 9, on: null, code: "" });
  reader.pressStart([570]);
  const [row] = await storedReadings(1);
  expect(row?.outcome).toBe("given-up");
  expect(JSON.parse(row?.rejected ?? "[]")).not.toEqual([]);
  expect(readings().filter(({ outcome }) => outcome === "plate")).toEqual([]);
});
