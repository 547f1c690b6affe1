/** Whose a result is, and whether it may become the plate of a run. */
import fc from "fast-check";
import { NodeId } from "node-opcua";
import { describe, expect, test } from "vitest";
import type { PlateReading } from "../../../src/domain/reading.ts";
import type { Expectation } from "../../../src/instrument/opcua/bench-state.ts";
import { objectionTo } from "../../../src/instrument/opcua/judge-result.ts";
import { type ResultHeader, resultKey } from "../../../src/instrument/opcua/list-results.ts";
import { isResultOf, newestResult } from "../../../src/instrument/opcua/match-result.ts";
import { chooseProgram } from "../../../src/instrument/opcua/reader-programs.ts";
import type { UnitStatus } from "../../../src/instrument/opcua/unit-status.ts";
import { wavelengthsIn } from "../../../src/instrument/opcua/wavelengths-in.ts";

function header(more: Partial<ResultHeader> = {}): ResultHeader {
  return {
    name: "Run-7",
    nodeId: NodeId.resolveNodeId("ns=9;s=Run-7"),
    taskId: null,
    runId: null,
    templateId: null,
    started: new Date("2026-11-23T10:00:00Z"),
    stopped: new Date("2026-11-23T10:01:00Z"),
    ...more,
  };
}

const RUN = { runId: "task-1", readerRunId: "Run-7", before: new Set<string>() };

describe("whose a result is", () => {
  test("our task id makes it ours, another one never", () => {
    expect(isResultOf(header({ taskId: "task-1", name: "x" }), RUN)).toBe(true);
    expect(isResultOf(header({ taskId: "task-2", runId: "Run-7" }), RUN)).toBe(false);
  });

  test("without task ids the reader's run id does, or its name", () => {
    expect(isResultOf(header({ runId: "Run-7", name: "x" }), RUN)).toBe(true);
    expect(isResultOf(header(), RUN)).toBe(true);
    expect(isResultOf(header({ runId: "Run-8" }), RUN)).toBe(false);
    expect(isResultOf(header(), { ...RUN, readerRunId: null })).toBe(false);
  });

  test("one that was there before is not ours, although run ids may come again", () => {
    const before = new Set([header().nodeId.toString()]);
    expect(isResultOf(header({ runId: "Run-7" }), { ...RUN, before })).toBe(false);
  });

  test("the newest began last", () => {
    const old = header({ started: new Date("2026-11-23T09:00:00Z") });
    const young = header();
    expect(newestResult([young, old])).toBe(young);
    expect(newestResult([])).toBeNull();
  });

  test("a name that comes again after a restart is another result", () => {
    expect(resultKey(header())).not.toBe(
      resultKey(header({ started: new Date("2026-11-23T10:00:30Z") })),
    );
  });
});

const TEMPLATES = [
  { name: "MTT 570/650", id: "t-1" },
  { name: "Single450", id: "t-2" },
];

describe("the program for a read", () => {
  test("is the one whose name says the wavelengths", () => {
    const request = { measurementNm: 570, referenceNm: 650 };
    expect(chooseProgram(TEMPLATES, request, { programs: [] })).toBe(TEMPLATES[0]);
    const single = { measurementNm: 450, referenceNm: null };
    expect(chooseProgram(TEMPLATES, single, { programs: [] })).toBe(TEMPLATES[1]);
  });

  test("is the configured one before that, and it must exist", () => {
    const request = { measurementNm: 450, referenceNm: null };
    const programs = [{ template: "t-1", measurementNm: 450, referenceNm: "none" as const }];
    expect(chooseProgram(TEMPLATES, request, { programs })).toBe(TEMPLATES[0]);
    const absent = [{ template: "Gone", measurementNm: 450, referenceNm: "none" as const }];
    expect(chooseProgram(TEMPLATES, request, { programs: absent })).toMatch(/no program Gone/);
  });

  test("is not chosen when measurement and reference are the other way round, or two fit", () => {
    const turned = { measurementNm: 650, referenceNm: 570 };
    expect(chooseProgram(TEMPLATES, turned, { programs: [] })).toMatch(/no program whose name/);
    const twins = [...TEMPLATES, { name: "Plate 450", id: "t-3" }];
    const request = { measurementNm: 450, referenceNm: null };
    expect(chooseProgram(twins, request, { programs: [] })).toMatch(/Single450, Plate 450/);
  });
});

test("wavelengths are read from names", () => {
  expect(wavelengthsIn("DualWavelength570/650")).toEqual([570, 650]);
  expect(wavelengthsIn("Absorbance 570 nm (570)")).toEqual([570]);
  expect(wavelengthsIn("Version 2.450, lot 123456, 96 wells, year 2026")).toEqual([]);
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 1100 }), (nm) => {
      expect(wavelengthsIn(`A${nm}nm`)).toEqual([nm]);
    }),
  );
});

const STATUS: UnitStatus = {
  state: "stopped",
  deviceState: "operate",
  failed: false,
  coverOpen: false,
  activeRunId: null,
  activeTemplate: null,
  estimatedMs: null,
  stepName: null,
};

function reading(...nms: number[]): PlateReading {
  const roles = ["measurement", "reference", "other"] as const;
  return {
    planes: nms.map((wavelengthNm, index) => ({
      role: roles[index] ?? "other",
      wavelengthNm,
      filterToken: String(wavelengthNm),
      values: [],
    })),
    referenceSubtracted: false,
    readerClock: null,
    readerModel: "M",
    warnings: [],
  };
}

describe("a result of a run", () => {
  const [template = { name: "", id: "" }] = TEMPLATES;
  const expectation: Expectation = {
    command: {
      runId: "task-1",
      barcode: "ALL-1",
      sample: "A",
      request: { measurementNm: 570, referenceNm: 650 },
    },
    template,
    templates: TEMPLATES,
  };
  const judged = (more: Partial<Parameters<typeof objectionTo>[0]> = {}): string | null =>
    objectionTo({
      header: header({ taskId: "task-1" }),
      readings: [reading(570, 650)],
      expectation,
      status: STATUS,
      isNewest: true,
      ...more,
    });

  test("of the wavelengths and the program asked for becomes its plate", () => {
    expect(judged()).toBeNull();
    expect(judged({ header: header({ templateId: "t-1" }) })).toBeNull();
    expect(judged({ header: header({ templateId: "unheard of" }) })).toBeNull();
    expect(judged({ expectation: null })).toBeNull();
  });

  test("of another program does not", () => {
    expect(judged({ header: header({ templateId: "t-2" }) })).toMatch(/ran the program Single450/);
    expect(judged({ header: header({ templateId: "Single450" }) })).toMatch(/instead of MTT/);
  });

  test("of other wavelengths does not", () => {
    expect(judged({ readings: [reading(450)] })).toMatch(/450 nm instead of 570 and 650 nm/);
    expect(judged({ readings: [reading(570)] })).toMatch(/570 nm instead of/);
  });

  test("that the reader broke off does not, but an older one does", () => {
    const status: UnitStatus = { ...STATUS, state: "aborted" };
    expect(judged({ status })).toMatch(/broke the run off/);
    expect(judged({ status, isNewest: false })).toBeNull();
  });

  test("of no plate or several does not", () => {
    expect(judged({ readings: [] })).toMatch(/0 plates/);
    expect(judged({ readings: [reading(570, 650), reading(570, 650)] })).toMatch(/2 plates/);
  });
});
