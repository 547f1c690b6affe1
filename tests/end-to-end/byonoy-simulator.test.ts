/** The Byonoy driver against its simulator, over a real pseudo-terminal and over TCP. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { byonoy } from "../../drivers/byonoy/driver.ts";
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../drivers/byonoy/simulator/start-simulator.ts";
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
  byonoy.options.parse({
    echoTimeoutMs: 600,
    answerTimeoutMs: 700,
    interLineTimeoutMs: 400,
    insertTimeoutMs: 2000,
    pollMs: 15,
    ...more,
  });

async function start(how: SimulatorOptions = {}): Promise<{ simulator: Simulator; host: Host }> {
  const simulator = await bench.plugIn(startSimulator({ filtersNm: [405, 570, 595, 650], ...how }));
  return { simulator, host: await bench.connect(simulator, byonoy.framing) };
}

const read = (host: Host, more: Record<string, unknown> = {}) =>
  host.talk(byonoy.dialogues.readPlate(MTT, options(more)));

describe.each([
  ["a pseudo-terminal", "crlf", { ptyLink: join(folder, "reader-byonoy") }],
  ["TCP", "crlf", {}],
  ["TCP", "cr", { lineEnd: "cr" }],
  ["TCP", "lf", { lineEnd: "lf" }],
] as const)("over %s, lines ended by %s", (_, __, port) => {
  test("identifies itself and gives both raw planes of the inserted plate", async () => {
    const { simulator, host } = await start(port);
    const inserted = plate("first");
    await simulator.insert(inserted);
    const identity = result(await host.talk(byonoy.dialogues.identify(options())));
    expect(identity).toMatchObject({ model: "Absorbance 96", filtersNm: [405, 570, 595, 650] });
    const reading = result(await read(host));
    expectValues(reading, 0, inserted.measurement, HIGHEST_AU);
    expectValues(reading, 1, inserted.reference, HIGHEST_AU);
    expect(reading.referenceSubtracted).toBe(false);
    expect(reading.planes.map((plane) => [plane.filterToken, plane.wavelengthNm])).toEqual([
      ["1", 570],
      ["3", 650],
    ]);
    expect(host.reports.filter((report) => report.kind === "rejected")).toEqual([]);
  });

  test("a recorded read replays to the same reading", async () => {
    const { simulator, host } = await start(port);
    await simulator.insert(plate("recorded"));
    const live = result(await read(host));
    const dialogue = byonoy.dialogues.readPlate(MTT, options());
    expect(replayDialogue(dialogue, host.items, byonoy.framing)).toMatchObject({
      kind: "done",
      result: live,
      reports: host.reports,
    });
  });
});

describe("zeroing", () => {
  test("happens while the reader is empty; then it waits for the plate", async () => {
    const { simulator, host } = await start();
    const outcome = read(host);
    const zeroed = await simulator.waitFor((event) => event.event === "zeroed");
    expect(zeroed.plateId).toBe("nothing inside");
    const inserted = plate("late");
    await simulator.insert(inserted);
    expectValues(result(await outcome), 0, inserted.measurement, HIGHEST_AU);
  });

  test("never happens with a plate inside, nor where nobody can see it", async () => {
    const { simulator, host } = await start({ blind: true });
    result(await read(host));
    expect((await simulator.status()).zeroedWith).toBeNull();
  });

  test("that nobody puts a plate into is NO_PLATE_INSIDE", async () => {
    const { host } = await start();
    expect(faultOf(await read(host, { insertTimeoutMs: 100 })).fault).toBe("NO_PLATE_INSIDE");
  });

  test("can be switched off: an empty reader is NO_PLATE_INSIDE at once", async () => {
    const { simulator, host } = await start();
    expect(faultOf(await read(host, { zeroing: "never" })).fault).toBe("NO_PLATE_INSIDE");
    expect((await simulator.status()).zeroedWith).toBeNull();
  });
});

describe("faults on the line", () => {
  test.each([
    "corrupt-character",
    "missing-line",
    "lost-echo",
    "lost-postamble",
    "truncate",
  ] as const)("%s: the plate is read again and is whole", async (kind) => {
    const { simulator, host } = await start();
    const inserted = plate(kind);
    await simulator.insert(inserted);
    await simulator.fault(kind, { on: "RPF" });
    const reading = result(await read(host));
    expectValues(reading, 0, inserted.measurement, HIGHEST_AU);
    expectValues(reading, 1, inserted.reference, HIGHEST_AU);
    expect(reading.warnings.map((warning) => warning.code)).toContain("READ_AGAIN");
  });

  test("damage that stays gives up", async () => {
    const { simulator, host } = await start();
    await simulator.insert(plate("hopeless"));
    await simulator.fault("missing-line", { on: "RPF", times: 9 });
    expect(faultOf(await read(host))).toMatchObject({ fault: "DAMAGED_TRANSFER", partial: null });
  });

  test.each(["noise-before", "slow-bytes"] as const)("%s does no harm", async (kind) => {
    const { simulator, host } = await start();
    const inserted = plate(kind);
    await simulator.insert(inserted);
    await simulator.fault(kind, { on: "RPF" });
    expectValues(result(await read(host)), 0, inserted.measurement, HIGHEST_AU);
  });

  test.each([
    ["1", "OPTICS_FAILED"],
    ["2", "AMBIENT_LIGHT"],
    ["3", "USB_POWER"],
    ["4", "HARDWARE_FAILED"],
    ["5", "TEMPERATURE_FAILED"],
    ["9", "READER_REFUSED"],
  ])(
    "error %s after the read is %s: what was read is kept and does not count",
    async (code, name) => {
      const { simulator, host } = await start();
      const inserted = plate("doubtful");
      await simulator.insert(inserted);
      await simulator.fault("report-error", { code });
      const fault = faultOf(await read(host));
      expect(fault).toMatchObject({ fault: name, readerCode: code });
      expectValues(fault.partial, 0, inserted.measurement, HIGHEST_AU);
    },
  );

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

  test("a filter that is not installed is named with those that are", async () => {
    const { host } = await start({ filtersNm: [405, 450, 492, 620] });
    const fault = faultOf(await read(host));
    expect(fault.fault).toBe("FILTER_NOT_INSTALLED");
    expect(fault.message).toContain("405, 450, 492, 620 nm");
  });

  test("the link that is dropped is reported as lost, and the reader can be had again", async () => {
    const { simulator, host } = await start();
    await simulator.fault("drop-link");
    expect(await host.lost).not.toBe("");
    const again = await bench.connect(simulator, byonoy.framing);
    expect(result(await again.talk(byonoy.dialogues.identify(options()))).model).toBe(
      "Absorbance 96",
    );
  });
});
