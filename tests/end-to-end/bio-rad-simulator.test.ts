/** The driver against its simulator, over a real pseudo-terminal and over TCP. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import type { LastPlate } from "../../src/instrument/contract.ts";
import { replayDialogue } from "../../src/instrument/replay-dialogue.ts";
import {
  clearBenchAfterEach,
  connect,
  expectValues,
  faultOf,
  MTT,
  options,
  plate,
  result,
  start,
  startReader,
} from "./bio-rad-bench.ts";
import { connectHost, type Host } from "./talk-to-simulator.ts";

const DOOMED_HOST = join(import.meta.dirname, "doomed-host.ts");
const folder = mkdtempSync(join(tmpdir(), "platewarden-"));
const options550 = () => options({ filtersNm: [450, 490, 570, 650] });

clearBenchAfterEach();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function fetchLast(host: Host): Promise<LastPlate> {
  const { lastPlate } = bioRad.dialogues;
  if (lastPlate === null) throw new Error("the driver fetches no last plate");
  return result(await host.talk(lastPlate(options(), { readMayBeUnderWay: true })));
}

describe.each([
  ["a pseudo-terminal", { ptyLink: join(folder, "reader-680") }],
  ["TCP", {}],
])("Model 680 over %s", (_, port) => {
  test("identifies itself and gives the values of the inserted plate", async () => {
    const { simulator, host } = await start({ model: "680", ...port });
    const inserted = plate("first");
    await simulator.insert(inserted);
    await simulator.setClock("2026-03-14T10:15:02");
    const identity = result(await host.talk(bioRad.dialogues.identify(options())));
    expect(identity.filtersNm).toEqual([405, 450, 490, 570, 595, 650, null, null]);
    const reading = result(await host.talk(bioRad.dialogues.readPlate(MTT, options())));
    expectValues(reading, 0, inserted.measurement);
    expectValues(reading, 1, inserted.reference);
    expect(reading.planes.map((plane) => plane.wavelengthNm)).toEqual([570, 650]);
    expect(reading.readerClock).toMatch(/^14\/03\/2026 10:15:\d\d$/);
    expect(reading.warnings).toEqual([]);
    expect((await simulator.status()).remote).toBe(false);
  });

  test("a recorded read replays to the same reading", async () => {
    const { simulator, host } = await start({ model: "680", ...port });
    await simulator.insert(plate("recorded"));
    const live = result(await host.talk(bioRad.dialogues.readPlate(MTT, options())));
    const replayed = replayDialogue(
      bioRad.dialogues.readPlate(MTT, options()),
      host.items,
      bioRad.framing,
    );
    expect(replayed).toMatchObject({ kind: "done", result: live, reports: host.reports });
  });

  test("a host that vanishes under a read finds the plate afterwards", async () => {
    const { simulator, host } = await start({ model: "680", ...port });
    const inserted = plate("orphan");
    await simulator.insert(inserted);
    const gone = new AbortController();
    const read = host.talk(bioRad.dialogues.readPlate(MTT, options()), gone.signal);
    await simulator.waitFor((event) => event.event === "read-started");
    gone.abort();
    expect(await read).toEqual({ kind: "cancelled" });
    await host.hangUp();
    await simulator.waitFor((event) => event.event === "sent");
    const again = await connect(simulator);
    const last = await fetchLast(again);
    expect(last.remoteControlHeld).toBe(true);
    expectValues(last.plate, 0, inserted.measurement);
    expectValues(last.plate, 1, inserted.reference);
  });

  test("a host that is killed under a read leaves a reader that runs on", async () => {
    const simulator = await startReader({ model: "680", timeScale: 0.03, ...port });
    const inserted = plate("bereft");
    await simulator.insert(inserted);
    const doomed = spawn(process.execPath, [DOOMED_HOST, simulator.spec]);
    const gone = once(doomed, "exit");
    await simulator.waitFor((event) => event.event === "read-started");
    doomed.kill("SIGKILL");
    await gone;
    await simulator.waitFor((event) => event.event === "sent");
    const host = await connect(simulator);
    const last = await fetchLast(host);
    expect(last.remoteControlHeld).toBe(true);
    expectValues(last.plate, 0, inserted.measurement);
  });

  test("the link that is dropped is reported as lost, and the reader can be had again", async () => {
    const { simulator, host } = await start({ model: "680", ...port });
    await simulator.fault("drop-link");
    expect(await host.lost).not.toBe("");
    const again = await connect(simulator);
    expect(result(await again.talk(bioRad.dialogues.identify(options()))).model).toBe("Model 680");
  });
});

describe("the last plate of a Model 680", () => {
  test("is none after power-up", async () => {
    const { host } = await start({ model: "680" });
    const last = await fetchLast(host);
    expect(last).toEqual({ plate: null, remoteControlHeld: false });
  });

  test("comes with the news that the reader had been released", async () => {
    const { simulator, host } = await start({ model: "680" });
    const inserted = plate("panel");
    await simulator.insert(inserted);
    await simulator.pressStart(4, 6);
    await simulator.waitFor((event) => event.event === "read-finished");
    const last = await fetchLast(host);
    expect(last.remoteControlHeld).toBe(false);
    expectValues(last.plate, 0, inserted.measurement);
  });

  test("is awaited when the read that was broken off is still under way", async () => {
    const { simulator, host } = await start({ model: "680", timeScale: 0.05 });
    const inserted = plate("under way");
    await simulator.insert(inserted);
    const gone = new AbortController();
    const read = host.talk(bioRad.dialogues.readPlate(MTT, options()), gone.signal);
    await simulator.waitFor((event) => event.event === "read-started");
    gone.abort();
    await read;
    const last = await fetchLast(host);
    expect(last.remoteControlHeld).toBe(true);
    expectValues(last.plate, 0, inserted.measurement);
  });
});

describe("a slow line", () => {
  test("gives the same plate, at the pace of 9600 baud", async () => {
    const { simulator, host } = await start({ model: "680", timeScale: 0.1, baudThrottle: true });
    const inserted = plate("slow");
    await simulator.insert(inserted);
    const patient = options({ readTimeoutMs: 5000, interLineTimeoutMs: 1000 });
    const reading = result(await host.talk(bioRad.dialogues.readPlate(MTT, patient)));
    expectValues(reading, 0, inserted.measurement);
    expectValues(reading, 1, inserted.reference);
  });
});

describe("Model 550", () => {
  test("is read at its filter positions", async () => {
    const { simulator, host } = await start({ model: "550" });
    const inserted = plate("commanded");
    await simulator.insert(inserted);
    const reading = result(await host.talk(bioRad.dialogues.readPlate(MTT, options550())));
    expect(reading.planes.map((plane) => [plane.filterToken, plane.wavelengthNm])).toEqual([
      ["3", 570],
      ["4", 650],
    ]);
    expectValues(reading, 0, inserted.measurement);
    expect(reading.readerClock).toBeNull();
  });

  test("cannot be read while nobody has said which filters it has", async () => {
    const { host } = await start({ model: "550" });
    expect(faultOf(await host.talk(bioRad.dialogues.readPlate(MTT, options()))).fault).toBe(
      "FILTERS_UNKNOWN",
    );
  });

  test.each([
    ["single", null],
    ["dual", 4],
  ])("sends a %s plate by itself", async (_, referencePosition) => {
    const { simulator, host } = await start({ model: "550" });
    const inserted = plate("pushed");
    await simulator.insert(inserted);
    await simulator.pressStart(3, referencePosition);
    await host.unaskedBytes();
    const { plate: reading } = result(await host.talk(bioRad.dialogues.listen(options550())));
    expect(reading?.referenceSubtracted).toBe(referencePosition !== null);
    expect(reading?.planes).toHaveLength(1);
    const expected = inserted.measurement.map((row, r) =>
      row.map((value, c) =>
        value === null || referencePosition === null
          ? value
          : value - (inserted.reference[r]?.[c] ?? 0),
      ),
    );
    expectValues(reading, 0, expected);
  });

  test("sends a damaged push again when it is asked, then raw", async () => {
    const { simulator, host } = await start({ model: "550" });
    const inserted = plate("pushed damaged");
    await simulator.insert(inserted);
    await simulator.fault("corrupt-digit", { on: "PUSH" });
    await simulator.pressStart(3, 4);
    await host.unaskedBytes();
    const { plate: reading } = result(await host.talk(bioRad.dialogues.listen(options550())));
    expect(reading?.referenceSubtracted).toBe(false);
    expectValues(reading, 0, inserted.measurement);
    expectValues(reading, 1, inserted.reference);
    expect((await simulator.status()).remote).toBe(false);
  });
});

describe("the simulated port", () => {
  test("is a link to a pseudo-terminal that a second program cannot take", async () => {
    const ptyLink = join(folder, "taken");
    const { simulator } = await start({ model: "680", ptyLink });
    expect(readlinkSync(ptyLink)).toMatch(/^\/dev\/pts\//);
    await expect(connectHost(simulator.spec, bioRad.framing)).rejects.toMatchObject({
      code: "PORT_TAKEN",
    });
  });

  test("is gone when the simulator has stopped", async () => {
    const ptyLink = join(folder, "stopped");
    const { simulator, host } = await start({ model: "680", ptyLink });
    await host.hangUp();
    await simulator.stop();
    await expect(connectHost(simulator.spec, bioRad.framing)).rejects.toMatchObject({
      code: "PORT_NOT_FOUND",
    });
  });
});
