/** The SpectraMax driver against its simulator, over a real pseudo-terminal and over TCP. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { spectraMax } from "../../drivers/spectramax/driver.ts";
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../drivers/spectramax/simulator/start-simulator.ts";
import type { LastPlate } from "../../src/instrument/contract.ts";
import { replayDialogue } from "../../src/instrument/replay-dialogue.ts";
import { expectValues, faultOf, MTT, plate, result } from "./bio-rad-bench.ts";
import { simulatedBench } from "./simulated-bench.ts";
import type { Host } from "./talk-to-simulator.ts";

const HIGHEST_AU = 4;
const folder = mkdtempSync(join(tmpdir(), "platewarden-"));
const bench = simulatedBench();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Quick time-outs: the simulator runs fast, and what it keeps back it keeps back for ever. */
const options = (more: Record<string, unknown> = {}) =>
  spectraMax.options.parse({
    helloTimeoutMs: 600,
    answerTimeoutMs: 600,
    moveTimeoutMs: 600,
    secondPromptMs: 120,
    pollMs: 15,
    readTimeoutMs: 3000,
    ...more,
  });

async function start(
  how: Partial<SimulatorOptions> = {},
): Promise<{ simulator: Simulator; host: Host }> {
  const simulator = await bench.plugIn(startSimulator({ model: "M5", ...how }));
  return { simulator, host: await bench.connect(simulator, spectraMax.framing) };
}

const read = (host: Host, request = MTT) =>
  host.talk(spectraMax.dialogues.readPlate(request, options()));

async function fetchLast(host: Host, readMayBeUnderWay = false): Promise<LastPlate> {
  const { lastPlate } = spectraMax.dialogues;
  if (lastPlate === null) throw new Error("the driver fetches no last plate");
  return result(await host.talk(lastPlate(options(), { readMayBeUnderWay })));
}

describe.each([
  ["M5", "a pseudo-terminal", { ptyLink: join(folder, "reader-m5") }],
  ["M5", "TCP", {}],
  ["384 Plus", "TCP", {}],
] as const)("Model %s over %s", (model, _, port) => {
  test("identifies itself and gives the values of the inserted plate", async () => {
    const { simulator, host } = await start({ model, ...port });
    const inserted = plate("first");
    await simulator.insert(inserted);
    const identity = result(await host.talk(spectraMax.dialogues.identify(options())));
    expect(identity.model).toBe(`SpectraMax ${model}`);
    expect(identity.details.status).toBe("OPEN IDLE");
    const reading = result(await read(host));
    expectValues(reading, 0, inserted.measurement, HIGHEST_AU);
    expectValues(reading, 1, inserted.reference, HIGHEST_AU);
    expect(reading.planes.map((plane) => plane.wavelengthNm)).toEqual([570, 650]);
    expect(reading.warnings).toEqual([]);
    expect(host.reports.filter((report) => report.kind === "rejected")).toEqual([]);
    expect(await simulator.status()).toMatchObject({ drawer: "OPEN", held: null });
  });

  test("a recorded read replays to the same reading", async () => {
    const { simulator, host } = await start({ model, ...port });
    await simulator.insert(plate("recorded"));
    const live = result(await read(host));
    const dialogue = spectraMax.dialogues.readPlate(MTT, options());
    expect(replayDialogue(dialogue, host.items, spectraMax.framing)).toMatchObject({
      kind: "done",
      result: live,
      reports: host.reports,
    });
  });
});

test("a well beyond the range is saturated, with the reader's word for it", async () => {
  const { simulator, host } = await start();
  await simulator.insert(plate("saturated"));
  const reading = result(await read(host));
  expect(reading.planes[0]?.values.at(-1)).toEqual({
    absorbance: null,
    token: "#SAT",
    direction: "over-range",
  });
});

test("one wavelength is one plane", async () => {
  const { simulator, host } = await start();
  const inserted = plate("single");
  await simulator.insert(inserted);
  const dialogue = spectraMax.dialogues.readPlate(
    { measurementNm: 595, referenceNm: null },
    options(),
  );
  const reading = result(await host.talk(dialogue));
  expect(reading.planes).toHaveLength(1);
  expectValues(reading, 0, inserted.measurement, HIGHEST_AU);
});

test("a unit that sends one prompt where others send two is read all the same", async () => {
  const { simulator, host } = await start({ onePrompt: ["SPEED", "READTYPE", "TEMP"] });
  const inserted = plate("one prompt");
  await simulator.insert(inserted);
  expectValues(result(await read(host)), 0, inserted.measurement, HIGHEST_AU);
});

test("a slow line gives the same plate, at the pace of 9600 baud", async () => {
  const { simulator, host } = await start({ timeScale: 0.02, baudThrottle: true });
  const inserted = plate("slow");
  await simulator.insert(inserted);
  expectValues(result(await read(host)), 1, inserted.reference, HIGHEST_AU);
});

describe("the plate that the reader keeps", () => {
  test("is none after power-up", async () => {
    const { simulator, host } = await start();
    await simulator.powerCycle();
    expect(await fetchLast(host)).toEqual({ plate: null, remoteControlHeld: false });
  });

  test("is none after a read, which has fetched it", async () => {
    const { simulator, host } = await start();
    await simulator.insert(plate("fetched"));
    result(await read(host));
    expect((await fetchLast(host)).plate).toBeNull();
  });

  test("is the one that was read at the panel", async () => {
    const { simulator, host } = await start();
    const inserted = plate("panel");
    await simulator.insert(inserted);
    await simulator.pressStart([562]);
    await simulator.waitFor((event) => event.event === "read-finished");
    const last = await fetchLast(host);
    expect(last.remoteControlHeld).toBe(false);
    expect(last.plate?.planes.map((plane) => plane.wavelengthNm)).toEqual([562]);
    expectValues(last.plate, 0, inserted.measurement, HIGHEST_AU);
  });

  test("is awaited when a read that was broken off is still under way", async () => {
    const { simulator, host } = await start({ timeScale: 0.02, ptyLink: join(folder, "held") });
    const inserted = plate("under way");
    await simulator.insert(inserted);
    const gone = new AbortController();
    const cut = host.talk(spectraMax.dialogues.readPlate(MTT, options()), gone.signal);
    await simulator.waitFor((event) => event.event === "read-started");
    gone.abort();
    expect(await cut).toEqual({ kind: "cancelled" });
    await host.hangUp();
    const again = await bench.connect(simulator, spectraMax.framing);
    const last = await fetchLast(again, true);
    expectValues(last.plate, 0, inserted.measurement, HIGHEST_AU);
    expectValues(last.plate, 1, inserted.reference, HIGHEST_AU);
  });

  test("is sent again when it was lost on its way", async () => {
    const { simulator, host } = await start({ timeScale: 0.02 });
    const inserted = plate("lost on the way");
    await simulator.insert(inserted);
    await simulator.fault("slow-bytes", { on: "TRANSFER" });
    const cut = host.talk(spectraMax.dialogues.readPlate(MTT, options()));
    await simulator.waitFor((event) => event.event === "sent");
    await simulator.fault("drop-link");
    expect(await cut).toEqual({ kind: "cancelled" });
    const again = await bench.connect(simulator, spectraMax.framing);
    // The reader is still saying to nobody what it was saying to the host that is gone.
    const patient = options({ helloTimeoutMs: 3000 });
    const { lastPlate } = spectraMax.dialogues;
    const last =
      lastPlate && result(await again.talk(lastPlate(patient, { readMayBeUnderWay: true })));
    expectValues(last?.plate ?? null, 1, inserted.reference, HIGHEST_AU);
  });

  test("is measured no further when a cancelled run is released", async () => {
    const { simulator, host } = await start({ timeScale: 0.02 });
    await simulator.insert(plate("cancelled"));
    const gone = new AbortController();
    const cut = host.talk(spectraMax.dialogues.readPlate(MTT, options()), gone.signal);
    await simulator.waitFor((event) => event.event === "read-started");
    gone.abort();
    await cut;
    const released = result(await host.talk(spectraMax.dialogues.release(options())));
    expect(released.plate).toBeNull();
    await simulator.waitFor((event) => event.event === "read-cancelled");
    expect(await simulator.status()).toMatchObject({ measuring: false, held: null });
  });
});

test("the link that is dropped is reported as lost, and the reader can be had again", async () => {
  const { simulator, host } = await start();
  await simulator.fault("drop-link");
  expect(await host.lost).not.toBe("");
  const again = await bench.connect(simulator, spectraMax.framing);
  const identity = result(await again.talk(spectraMax.dialogues.identify(options())));
  expect(identity.model).toBe("SpectraMax M5");
});

describe("faults on the line of a Model M5", () => {
  test.each([
    "corrupt-character",
    "missing-column",
    "missing-wavelengths",
    "other-wavelength",
    "lost-prompt",
  ] as const)("%s: the plate is sent again and is whole", async (kind) => {
    const { simulator, host } = await start();
    const inserted = plate(kind);
    await simulator.insert(inserted);
    await simulator.fault(kind);
    const reading = result(await read(host));
    expectValues(reading, 0, inserted.measurement, HIGHEST_AU);
    expectValues(reading, 1, inserted.reference, HIGHEST_AU);
    expect(reading.warnings.map((warning) => warning.code)).toEqual(["RETRANSMITTED"]);
  });

  test("data that stop half way are asked for again", async () => {
    const { simulator, host } = await start();
    const inserted = plate("truncated");
    await simulator.insert(inserted);
    await simulator.fault("truncate", { on: "TRANSFER" });
    const reading = result(await read(host));
    expectValues(reading, 1, inserted.reference, HIGHEST_AU);
    expect(reading.warnings.map((warning) => warning.code)).toEqual(["RETRANSMITTED"]);
  });

  test("damage that stays gives up with the whole columns", async () => {
    const { simulator, host } = await start();
    await simulator.insert(plate("hopeless"));
    await simulator.fault("missing-column", { times: 9 });
    const fault = faultOf(await read(host));
    expect(fault.fault).toBe("DAMAGED_TRANSFER");
    const values = fault.partial?.planes[0]?.values ?? [];
    expect(values.filter((value) => value.token === "")).toHaveLength(8);
    expect(values[0]?.absorbance).toBeCloseTo(0.05, 3);
  });

  test.each(["noise-before", "stale-answer"] as const)("%s does no harm", async (kind) => {
    const { simulator, host } = await start();
    const inserted = plate(kind);
    await simulator.insert(inserted);
    await simulator.fault(kind, { on: "OPTION" });
    expectValues(result(await read(host)), 0, inserted.measurement, HIGHEST_AU);
  });

  test("slow bytes do no harm", async () => {
    const { simulator, host } = await start();
    const inserted = plate("slow bytes");
    await simulator.insert(inserted);
    await simulator.fault("slow-bytes", { on: "TRANSFER" });
    expectValues(result(await read(host)), 0, inserted.measurement, HIGHEST_AU);
  });

  test("an answer that is lost while it measures is asked for again", async () => {
    const { simulator, host } = await start();
    const inserted = plate("deaf");
    await simulator.insert(inserted);
    const outcome = read(host);
    await simulator.waitFor((event) => event.event === "read-started");
    await simulator.fault("silence", { on: "STATUS" });
    expectValues(result(await outcome), 0, inserted.measurement, HIGHEST_AU);
  });

  test("a silent reader is NO_ANSWER", async () => {
    const { simulator, host } = await start();
    await simulator.fault("silence", { times: 9 });
    expect(faultOf(await read(host)).fault).toBe("NO_ANSWER");
  });

  test("bytes of another baud rate are NOT_UNDERSTOOD", async () => {
    const { simulator, host } = await start();
    await simulator.fault("garbage", { times: 9 });
    expect(faultOf(await read(host)).fault).toBe("NOT_UNDERSTOOD");
  });

  test.each([
    ["302", "OPTICS_FAILED"],
    ["400", "MOTION_FAILED"],
    ["301", "TEMPERATURE_FAILED"],
    ["500", "MEMORY_DAMAGED"],
    ["204", "LINE_TROUBLE"],
    ["200", "FIRMWARE_TROUBLE"],
    ["101", "READER_REFUSED"],
  ])("a read that is refused with %s is %s, with what the error log says", async (code, name) => {
    const { simulator, host } = await start();
    await simulator.fault("refuse", { on: "READ", code });
    const fault = faultOf(await read(host));
    expect(fault).toMatchObject({ fault: name, readerCode: code });
    expect(fault.message).toContain(`its error log says: ${code} simulated`);
  });

  test("a warning stays beside the reading", async () => {
    const { simulator, host } = await start();
    await simulator.insert(plate("lamp"));
    await simulator.fault("warn", { on: "READ", code: "314" });
    const [warning] = result(await read(host)).warnings;
    expect(warning?.code).toBe("READER_WARNING");
    expect(warning?.message).toContain("314");
  });

  test("a read without data is NO_PLATE", async () => {
    const { simulator, host } = await start();
    await simulator.fault("lose-data");
    expect(faultOf(await read(host))).toMatchObject({ fault: "NO_PLATE", readerCode: "107" });
  });

  test("a plate being read at the panel is READER_BUSY", async () => {
    const { simulator, host } = await start({ timeScale: 0.02 });
    await simulator.pressStart([570]);
    expect(faultOf(await read(host)).fault).toBe("READER_BUSY");
  });

  test("another model than the configured one is WRONG_MODEL", async () => {
    const { host } = await start({ model: "384 Plus" });
    const outcome = await host.talk(spectraMax.dialogues.identify(options({ model: "M5" })));
    expect(faultOf(outcome).fault).toBe("WRONG_MODEL");
  });
});
