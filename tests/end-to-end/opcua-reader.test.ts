/** Plates from a LADS reader, by command and from its panel, on servers of all habits. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_KNOBS, type Knobs } from "../../drivers/opcua-lads/simulator/knobs.ts";
import {
  type OpcUaSimulator,
  startOpcUaSimulator,
} from "../../drivers/opcua-lads/simulator/start-simulator.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import { type LadsBench, plainPlate, startLadsBench } from "./opcua-bench.ts";

let simulator: OpcUaSimulator;
let bench: LadsBench | null = null;

beforeAll(async () => {
  simulator = await startOpcUaSimulator();
});

afterEach(async () => {
  await bench?.stop();
  bench = null;
});

afterAll(() => simulator.stop());

/** A server with these habits only, a plate in it and a reader that is ready. */
async function benchOn(
  knobs: Partial<Knobs> = {},
  options: Record<string, unknown> = {},
): Promise<LadsBench> {
  await simulator.restart({ set: { ...DEFAULT_KNOBS, ...knobs } });
  await simulator.insert(plainPlate());
  bench = await startLadsBench({ simulator, options });
  await bench.ready();
  return bench;
}

const PLATE = plainPlate();

function absorbances(reading: PlateReading | null, role: "measurement" | "reference") {
  const plane = reading?.planes.find((one) => one.role === role);
  return plane?.values.map((value) => value.absorbance) ?? null;
}

function expectWholePlate(reading: PlateReading | null, decimals = 12): void {
  for (const role of ["measurement", "reference"] as const) {
    const wanted = PLATE[role]?.flat() ?? [];
    const values = absorbances(reading, role);
    expect(values).toHaveLength(96);
    for (const [index, value] of (values ?? []).entries()) {
      const want = wanted[index];
      if (want === null || want === undefined) expect(value).toBeNull();
      else expect(value).toBeCloseTo(want, decimals);
    }
  }
  expect(reading?.planes[0]).toMatchObject({ role: "measurement", wavelengthNm: 570 });
  expect(reading?.planes[1]).toMatchObject({ role: "reference", wavelengthNm: 650 });
  expect(reading?.planes[0]?.values[95]).toMatchObject({ direction: "over-range" });
}

describe("a commanded run", () => {
  test("brings the whole plate, with its barcode, to its run", async () => {
    const { start, ended, records, statuses, ready } = await benchOn({ runMs: 900 });
    const runId = start("ALL-7");
    const run = await ended(runId);
    expect(run.state).toBe("completed");
    expectWholePlate(run.reading);
    expect(run.reading).toMatchObject({
      plateBarcode: "ALL-7",
      referenceSubtracted: false,
      readerModel: "Simulated Simulated LADS reader SIM-1",
      warnings: [],
    });
    expect(run.reading?.readerClock).toMatch(/^20\d\d-.*Z$/);
    expect(records.inbox).toEqual([]);
    await ready();
    const phases = new Set(statuses.map((status) => status.progress?.phase));
    expect([...phases]).toEqual(expect.arrayContaining(["starting", "measuring"]));
    expect(statuses.some((status) => (status.progress?.expectedMs ?? 0) > 0)).toBe(true);
  });

  test("reads one wavelength with the program for it", async () => {
    const { start, ended } = await benchOn(
      {},
      {
        programs: [{ template: "SingleWavelength", measurementNm: 570 }],
      },
    );
    const run = await ended(start("ALL-1", [570, null]));
    expect(run.state).toBe("completed");
    expect(run.reading?.planes).toHaveLength(1);
  });

  test("without a program for the wavelengths names those there are", async () => {
    const { start, ended } = await benchOn();
    const run = await ended(start("ALL-1", [450, 620]));
    expect(run.state).toBe("failed");
    expect(run.sentence).toContain("MTT 570/650, SingleWavelength, SelfTest");
  });

  test("while the reader is busy elsewhere is refused with its words", async () => {
    const { start, ended, ready } = await benchOn({ busy: true });
    const run = await ended(start());
    expect(run).toMatchObject({ state: "failed", mayStillCome: false });
    expect(run.sentence).toContain("BadInvalidState");
    await ready();
  });

  test("of another program than the one asked for gives no plate to the run", async () => {
    const { start, ended, records, waitForStatus } = await benchOn(
      {},
      {
        programs: [{ template: "SingleWavelength", measurementNm: 450, referenceNm: 620 }],
        measurementNm: 570,
      },
    );
    const run = await ended(start("ALL-1", [450, 620]));
    expect(run.state).toBe("failed");
    expect(run.sentence).toContain("measured 570 nm instead of 450 and 620 nm");
    expect(records.inbox).toHaveLength(1);
    await waitForStatus((status) => status.state === "ready");
  });

  test("that measures no plate fails, and its record is set aside", async () => {
    const { start, ended, records } = await benchOn(
      {},
      {
        programs: [{ template: "SelfTest", measurementNm: 600 }],
      },
    );
    const run = await ended(start("ALL-1", [600, null]));
    expect(run.state).toBe("failed");
    expect(records.quarantine).toMatchObject([{ code: "NO_VALUES" }]);
  });
});

describe("a plate started at the panel", () => {
  test("is captured with the barcode that the reader read", async () => {
    const { records, waitForStatus, ready } = await benchOn({ runMs: 600 });
    await simulator.pressStart();
    await waitForStatus((status) => status.sentence.includes("started elsewhere"));
    await ready();
    await expect.poll(() => records.inbox.length, { timeout: 5000 }).toBe(1);
    expectWholePlate(records.inbox[0]?.reading ?? null);
    expect(records.inbox[0]?.reading.plateBarcode).toBe("P-1");
    expect(records.runs.size).toBe(0);
  });

  test("before the daemon began is captured too, once, and not again by the next daemon", async () => {
    await simulator.restart({ set: DEFAULT_KNOBS });
    await simulator.insert(plainPlate());
    await simulator.pressStart();
    await simulator.waitFor((event) => event.event === "result-complete");
    bench = await startLadsBench({ simulator });
    const { records } = bench;
    await expect.poll(() => records.inbox.length, { timeout: 10_000 }).toBeGreaterThan(0);
    const before = records.inbox.length;
    await bench.stop();
    bench = await startLadsBench({ simulator, records });
    await bench.ready();
    const run = await bench.ended(bench.start("ALL-2"));
    expect([run.state, run.sentence]).toEqual(["completed", null]);
    expect(records.inbox.length).toBe(before);
  });
});

interface Habit {
  readonly habit: string;
  readonly knobs: Partial<Knobs>;
  readonly options?: Record<string, unknown>;
}

/** Habits of servers that must make no difference to what is stored; those that cannot hide each other go together. */
const HABITS: readonly Habit[] = [
  {
    habit: "no run id in the result, templates without ids, children listed twice",
    knobs: { resultRunId: false, templateIds: "empty", duplicateReferences: true },
  },
  {
    habit: "no run id anywhere, and nothing tells of a new result",
    knobs: {
      resultRunId: false,
      activeProgramRunId: false,
      nodeVersion: "never",
      passesStopping: false,
    },
  },
  { habit: "values come after Stopped, one after the other", knobs: { lateResultMs: 200 } },
  {
    habit: "a matrix, and another order of namespaces",
    knobs: { values: "matrix", namespaceOrder: "other" },
  },
  { habit: "a variable a well", knobs: { values: "wells", files: "none" } },
  { habit: "a JSON file only", knobs: { values: "none", files: "asm" } },
  {
    habit: "a JSON document in a variable",
    knobs: { values: "none", files: "none", asmVariable: true },
  },
  {
    habit: "the wells as samples, an infinity for a saturated one",
    knobs: { samples: "wells", overflow: "infinity" },
  },
  {
    habit: "values column by column, a number for a saturated well",
    knobs: { wellOrder: "column", overflow: 9.999 },
    options: { wellOrder: "column-major", overflowValue: 9.999 },
  },
  { habit: "a run too short to be noticed", knobs: { runMs: 0, passingMs: 0 } },
  {
    habit: "a start that is answered late, of a run that begins late",
    knobs: { answerDelayMs: 600, startDelayMs: 400 },
  },
  {
    habit: "StartProgram in the group Operational only, a second device",
    knobs: { startProgram: "operational", secondDevice: true },
  },
  {
    habit: "another order of arguments, run ids that begin anew",
    knobs: { startProgram: "reversed", runIds: "counter" },
  },
  { habit: "state machines of an old name", knobs: { stateMachineName: "old" } },
];

describe("a server with the habit", () => {
  test.each(HABITS)("$habit", async ({ knobs, options }) => {
    const { start, ended, records } = await benchOn(knobs, options);
    const run = await ended(start("ALL-9"));
    expect(run.sentence).toBeNull();
    expect(run.state).toBe("completed");
    expectWholePlate(run.reading);
    expect(records.inbox).toEqual([]);
    expect(records.quarantine).toEqual([]);
  });

  test("a CSV file only, with its own decimals", async () => {
    const { start, ended } = await benchOn({ values: "none", files: "csv" });
    const run = await ended(start());
    expect(run.state).toBe("completed");
    expectWholePlate(run.reading, 4);
  });

  test("no StartProgram: it is watched, not driven", async () => {
    await simulator.restart({ set: { ...DEFAULT_KNOBS, startProgram: "none" } });
    await simulator.insert(plainPlate());
    bench = await startLadsBench({ simulator });
    const { waitForStatus, records } = bench;
    await waitForStatus((status) => status.sentence.includes("Captures what is read at its panel"));
    await simulator.pressStart();
    await expect.poll(() => records.inbox.length, { timeout: 5000 }).toBe(1);
  });
});

describe("breaking off", () => {
  test("a cancelled run stops the reader; what it had measured waits in the inbox", async () => {
    const { start, ended, records, reader, waitForStatus, ready } = await benchOn({
      neverEnds: true,
    });
    const runId = start();
    await waitForStatus((status) => status.progress?.phase === "measuring");
    expect(reader.cancelRun(runId)).toBe(true);
    expect(await ended(runId)).toMatchObject({ state: "cancelled", mayStillCome: false });
    await ready();
    expect(reader.cancelRun(runId)).toBe(false);
    await expect.poll(() => records.inbox.length, { timeout: 5000 }).toBe(1);
    expect(records.inbox[0]?.told.taskId).toBe(runId);
    const state = await simulator.status();
    expect(JSON.stringify(state)).not.toContain("Running");
  });

  test("a reader that cannot stop is aborted, and waits for somebody to clear it", async () => {
    const { start, ended, reader, waitForStatus, ready } = await benchOn({
      neverEnds: true,
      methods: "abort-only",
    });
    const runId = start();
    await waitForStatus((status) => status.progress?.phase === "measuring");
    reader.cancelRun(runId);
    expect((await ended(runId)).state).toBe("cancelled");
    await waitForStatus((status) => status.sentence.includes("has broken a run off"));
    await simulator.pressClear();
    await ready();
  });

  test("a run that the reader breaks off fails; its part of a plate goes to nobody", async () => {
    const { start, ended, waitForStatus, records, ready } = await benchOn();
    await simulator.failRuns();
    const runId = start();
    const run = await ended(runId);
    expect(run).toMatchObject({ state: "failed", reading: null });
    expect(run.sentence).toContain("broke the run off");
    expect(records.inbox.every((one) => one.told.taskId === runId)).toBe(true);
    await waitForStatus((status) => status.sentence.includes("a failure of its own"));
    await simulator.health("NORMAL");
    await waitForStatus((status) => status.sentence.includes("has broken a run off"));
    await simulator.pressClear();
    await ready();
    const next = await bench?.ended(bench.start("ALL-2"));
    expect(next?.state).toBe("completed");
    expect([...records.runs.values()].filter((one) => one.reading !== null)).toHaveLength(1);
  });

  test("a run that never ends is given up, and its plate taken when it ends all the same", async () => {
    const { start, records, waitForStatus } = await benchOn(
      { neverEnds: true },
      {
        runTimeoutMs: 800,
      },
    );
    const runId = start();
    await waitForStatus((status) => status.progress?.phase === "measuring");
    await expect.poll(() => records.run(runId).state, { timeout: 5000 }).toBe("interrupted");
    expect(records.run(runId).mayStillCome).toBe(true);
    await simulator.pressStop();
    const run = await bench?.ended(runId);
    expect(["completed", "failed"]).toContain(run?.state);
  });
});

describe("what the reader says of itself", () => {
  test("sleep, failure and an open door are told in words", async () => {
    const { waitForStatus, reader, ready } = await benchOn();
    await simulator.door("Opened");
    await waitForStatus(
      (status) => status.state === "ready" && /door is open/.test(status.sentence),
    );
    await simulator.door("Closed");
    await simulator.device("Sleep");
    await waitForStatus((status) => status.sentence.includes("sleeps"));
    expect(() => reader.requireReady()).toThrow(/sleeps/);
    await simulator.device("Operate");
    await ready();
    await simulator.health("FAILURE");
    await waitForStatus((status) => status.sentence.includes("failure of its own"));
    await simulator.health("NORMAL");
    await ready();
  });

  test("its name and version", async () => {
    const { reader } = await benchOn();
    expect(reader.status$.value.identity).toMatchObject({
      model: "Simulated Simulated LADS reader",
      details: { device: "PlateReader", unit: "AbsorbanceUnit", serialNumber: "SIM-1" },
    });
  });
});
