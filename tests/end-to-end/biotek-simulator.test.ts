/** The BioTek drivers against their simulators, over a real pseudo-terminal and over TCP. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { replayDialogue } from "../../src/instrument/replay-dialogue.ts";
import {
  CLASSIC,
  clearBenchAfterEach,
  connect,
  expectValues,
  MODERN,
  MTT,
  plate,
  result,
  start,
} from "./biotek-bench.ts";

const folder = mkdtempSync(join(tmpdir(), "platewarden-"));

clearBenchAfterEach();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  { ...CLASSIC, where: "a pseudo-terminal", port: { ptyLink: join(folder, "classic") } },
  { ...CLASSIC, where: "TCP", port: {} },
  { ...MODERN, where: "a pseudo-terminal", port: { ptyLink: join(folder, "modern") } },
  { ...MODERN, where: "TCP", port: {} },
])("the $dialect dialect over $where", ({ dialect, driver, options, port }) => {
  test("identifies itself without moving, and gives the values of the inserted plate", async () => {
    const { simulator, host } = await start({ dialect, ...port });
    const inserted = plate("first");
    await simulator.insert(inserted);
    const identity = result(await host.talk(driver.dialogues.identify(options())));
    expect(identity.details.version).toMatch(/Version \d/);
    expect(host.reports.filter((report) => report.kind === "rejected")).toEqual([]);
    const reading = result(await host.talk(driver.dialogues.readPlate(MTT, options())));
    expectValues(reading, 0, inserted.measurement);
    expectValues(reading, 1, inserted.reference);
    expect(reading).toMatchObject({
      planes: [
        { role: "measurement", wavelengthNm: 570 },
        { role: "reference", wavelengthNm: 650 },
      ],
      referenceSubtracted: false,
      warnings: [],
    });
    const rows = host.reports.filter((report) => report.kind === "row");
    expect(rows.map(({ role, row }) => `${role} ${row}`)).toHaveLength(16);
  });

  test("reads one wavelength", async () => {
    const { simulator, host } = await start({ dialect, ...port });
    const inserted = plate("single");
    await simulator.insert(inserted);
    const request = { measurementNm: 450, referenceNm: null };
    const reading = result(await host.talk(driver.dialogues.readPlate(request, options())));
    expect(reading.planes.map((plane) => plane.wavelengthNm)).toEqual([450]);
    expectValues(reading, 0, inserted.measurement);
  });

  test("tells the temperature in its reading when it is asked for", async () => {
    const { simulator, host } = await start({ dialect, ...port });
    await simulator.insert(plate("warm"));
    const asked = options({ recordTemperature: true });
    const reading = result(await host.talk(driver.dialogues.readPlate(MTT, asked)));
    expect(reading.temperatureC).toBe(dialect === "classic" ? 25.3 : 22.8);
    expect(reading.warnings).toEqual([]);
  });

  test("a recorded read replays to the same reading", async () => {
    const { simulator, host } = await start({ dialect, ...port });
    await simulator.insert(plate("recorded"));
    const live = result(await host.talk(driver.dialogues.readPlate(MTT, options())));
    const again = driver.dialogues.readPlate(MTT, options());
    const replayed = replayDialogue(again, host.items, driver.framing);
    expect(replayed).toMatchObject({ kind: "done", result: live, reports: host.reports });
  });

  test("a read that is broken off is halted, and the next plate is the next plate", async () => {
    const { simulator, host } = await start({ dialect, timeScale: 0.02, ...port });
    await simulator.insert(plate("broken off"));
    const gone = new AbortController();
    const read = host.talk(driver.dialogues.readPlate(MTT, options()), gone.signal);
    await simulator.waitFor((event) => event.event === "read-started");
    gone.abort();
    expect(await read).toEqual({ kind: "cancelled" });
    expect(result(await host.talk(driver.dialogues.release(options())))).toEqual({ plate: null });
    expect(simulator.events.some((event) => event.event === "read-finished")).toBe(false);
    const inserted = plate("next");
    await simulator.insert({ ...inserted, measurement: inserted.reference });
    const reading = result(await host.talk(driver.dialogues.readPlate(MTT, options())));
    expectValues(reading, 0, inserted.reference);
  });

  test("the link that is dropped is reported as lost, and the reader can be had again", async () => {
    const { simulator, host } = await start({ dialect, ...port });
    await simulator.fault("drop-link");
    expect(await host.lost).not.toBe("");
    const again = await connect(simulator, dialect);
    const identity = result(await again.talk(driver.dialogues.identify(options())));
    expect(identity.details.version).toMatch(/Version \d/);
  });
});

describe.each([CLASSIC, MODERN])("a slow line of the $dialect dialect", (bench) => {
  test("gives the same plate, at the pace of 9600 baud", async () => {
    const { dialect, driver } = bench;
    const { simulator, host } = await start({ dialect, timeScale: 0.05, baudThrottle: true });
    const inserted = plate("slow");
    await simulator.insert(inserted);
    const patient = bench.options({ readTimeoutMs: 5000, gapTimeoutMs: 1000 });
    const reading = result(await host.talk(driver.dialogues.readPlate(MTT, patient)));
    expectValues(reading, 0, inserted.measurement);
    expectValues(reading, 1, inserted.reference);
  });
});

describe("a plate started at the panel of a classic reader", () => {
  const { driver, options } = CLASSIC;

  test.each([
    ["two wavelengths", true],
    ["one wavelength", false],
  ])("comes by itself: %s", async (_, dual) => {
    const { simulator, host } = await start({ dialect: "classic" });
    const inserted = plate("panel");
    await simulator.insert(inserted);
    await simulator.pressStart(dual);
    await host.unaskedBytes();
    const heard = options({ panelRead: dual ? "reference-subtracted" : "raw" });
    const { plate: reading } = result(await host.talk(driver.dialogues.listen(heard)));
    expect(reading?.referenceSubtracted).toBe(dual);
    const expected = inserted.measurement.map((row, r) =>
      row.map((value, c) =>
        value === null || value > 4 || !dual ? value : value - (inserted.reference[r]?.[c] ?? 0),
      ),
    );
    expectValues(reading, 0, expected);
  });
});

test("a classic reader that was switched off and on is greeted anew", async () => {
  const { driver, options } = CLASSIC;
  const { simulator, host } = await start({ dialect: "classic" });
  result(await host.talk(driver.dialogues.identify(options())));
  expect((await simulator.status()).elxStatus).toBe(true);
  await simulator.powerCycle();
  expect((await simulator.status()).elxStatus).toBe(false);
  const inserted = plate("after power-up");
  await simulator.insert(inserted);
  const reading = result(await host.talk(driver.dialogues.readPlate(MTT, options())));
  expectValues(reading, 0, inserted.measurement);
  expect((await simulator.status()).quiet).toBe(true);
});
