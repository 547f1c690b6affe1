/** Files that bring the numbers of an earlier one under the name of another plate. */
import { describe, expect, test } from "vitest";
import { assignReading } from "../../src/pipeline/assign-reading.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { bindWaiting, matchAnnounced } from "../../src/pipeline/match-announced.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { codeOf } from "../store/fresh-store.ts";
import { type PaperBench, paperBench, statement, study, WITH_DRIVER } from "./paper-bench.ts";
import {
  importedPlate,
  importPaper,
  paperFile,
  paperFolder,
  planPlates,
  REFUSED,
  read,
} from "./paper-file.ts";

const NUMBERS = importedPlate();
/** The same numbers in other bytes. */
const AS_WORKBOOK = importedPlate({ readerModel: "Excel" });

function bound({ store }: PaperBench): string[] {
  return store.plates.allVersions().map((row) => store.plates.byId(row.plate_id)?.barcode ?? "");
}

function waiting({ store }: PaperBench): string[] {
  return store.readings.unassigned().map((row) => {
    const match = matchAnnounced(store, row);
    return match.kind === "waits" ? match.reason : `would be ${match.barcode}`;
  });
}

function planned(...barcodes: string[]): PaperBench {
  const bench = paperBench();
  planPlates(bench, barcodes);
  return bench;
}

describe("numbers that have come before, under the name of another plate", () => {
  test.each([
    { what: "the very same file", second: NUMBERS },
    { what: "another form of it", second: AS_WORKBOOK },
    { what: "too few wells to tell them by", second: null },
  ])("wait with a sentence that says where they came before: $what", async ({ second }) => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    const { A1 } = read(570).wells;
    const few = importedPlate({ reads: [{ ...read(570), wells: A1 === undefined ? {} : { A1 } }] });
    await folder.drop("A-1.txt", paperFile(second === null ? few : NUMBERS));
    await folder.drop("A-2.txt", paperFile(second ?? few));
    expect(bound(bench)).toEqual(["A-1"]);
    const [reason = "", ...more] = waiting(bench);
    expect(more).toEqual([]);
    const [first] = bench.store.readings.all();
    for (const part of ["A-2", "A-1.txt", "plate A-1", first?.captured_at_utc ?? "never"]) {
      expect(reason).toContain(part);
    }
    expect(folder.captured.at(-1)).toMatchObject({ plateId: null });
  });

  test("wait also where a text in the file names the other plate", async () => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    await folder.drop("a.txt", paperFile({ ...NUMBERS, barcodeCandidates: ["A-1"] }));
    await folder.drop("b.txt", paperFile({ ...NUMBERS, barcodeCandidates: ["A-2"] }));
    expect(bound(bench)).toEqual(["A-1"]);
    expect(waiting(bench)).toHaveLength(1);
  });

  test("wait plate by plate where several stand in a file", async () => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    const other = importedPlate({ reads: [read(570, 1)], barcodeCandidates: ["A-2"] });
    await folder.drop("a.txt", paperFile({ ...NUMBERS, barcodeCandidates: ["A-1"] }, other));
    planPlates(bench, ["A-3"]);
    const again = { ...other, barcodeCandidates: ["A-3"] };
    await folder.drop("b.txt", paperFile({ ...NUMBERS, barcodeCandidates: ["A-1"] }, again));
    expect(bound(bench)).toEqual(["A-1", "A-2"]);
    expect(bench.store.readings.unassigned()).toMatchObject([{ document_part: 1 }]);
  });

  test.each([
    ["A-1", "A-2"],
    ["A-2", "A-1"],
  ])("wait in whatever order a file holds them twice: %s, %s", async (...names) => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    await folder.drop("A-1.txt", paperFile(NUMBERS));
    const both = names.map((name) => ({ ...NUMBERS, barcodeCandidates: [name] }));
    await folder.drop("both.txt", paperFile(...both));
    await folder.drop("both.xlsx", paperFile(...both, importedPlate({ reads: [read(570, 2)] })));
    expect(bound(bench)).toEqual(["A-1"]);
    expect(waiting(bench)).toHaveLength(2);
    expect(waiting(bench)[0]).toContain("It names A-2");
  });

  test("wait once for each plate that is named", async () => {
    const bench = planned("A-1", "A-2", "A-3");
    const folder = paperFolder(bench);
    for (const name of ["A-1.txt", "A-2.txt", "A-3.txt", "A-2.txt", "old/A-3.txt", "A-1 b.txt"]) {
      await folder.drop(name, paperFile(NUMBERS));
      await folder.drop(`again ${name}`, paperFile(AS_WORKBOOK));
    }
    expect(waiting(bench)).toHaveLength(2);
    expect(waiting(bench)[1]).toContain("A-3");
  });

  test("wait where the earlier ones were given to a plate by a person", async () => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    await folder.drop("scan.txt", paperFile(NUMBERS));
    const [row] = bench.store.readings.unassigned();
    const said = statement({ barcode: "A-1", sample: "sample of A-1" });
    assignReading(bench.store, bench.layouts, row?.id ?? "", said);
    await folder.drop("A-2.txt", paperFile(NUMBERS));
    expect(waiting(bench)[0]).toContain("scan.txt");
  });

  test("wait where the earlier ones wait, given to nobody", async () => {
    const bench = planned("A-1");
    const folder = paperFolder(bench);
    await folder.drop("scan.txt", paperFile(NUMBERS));
    await folder.drop("A-1.txt", paperFile(NUMBERS));
    expect(bound(bench)).toEqual([]);
    expect(waiting(bench)[1]).toContain("waits in the inbox");
  });

  test("are let in by a person's reason, and flagged then", async () => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    await folder.drop("A-1.txt", paperFile(NUMBERS));
    await folder.drop("A-2.txt", paperFile(NUMBERS));
    const id = bench.store.readings.unassigned()[0]?.id ?? "";
    const said = statement({ barcode: "A-2", sample: "sample of A-1" });
    const assign = (barReason?: string) =>
      assignReading(bench.store, bench.layouts, id, { ...said, barReason });
    expect(codeOf(() => assign())).toBe("READING_BARRED");
    expect(bindWaiting(bench.store)).toEqual([]);
    assign("the first one was saved under a wrong name");
    const sample = bench.store.samples.byName("sample of A-1");
    evaluateSample(bench.store, sample?.id ?? "", study.settings);
    const [first] = bench.store.readings.all();
    expect(bench.store.analyses.currentFlags()).toContainEqual(
      expect.objectContaining({
        rule_id: expect.stringContaining("quality/suspicion"),
        numbers: expect.stringContaining(first?.id ?? "never"),
      }),
    );
  });

  test("replay to the same reading and prove whole", async () => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    await folder.drop("A-1.txt", paperFile(NUMBERS));
    await folder.drop("A-2.txt", paperFile(NUMBERS));
    const interpreters = { ...WITH_DRIVER, importFile: importPaper };
    const rows = [...bench.store.readings.all()];
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(isIdentical(await replayReading(bench.store, interpreters, row.id))).toBe(true);
    }
    expect(verifyStore(bench.store).findings).toEqual([]);
  });
});

describe("numbers that have come before are no news", () => {
  test.each([
    { what: "for the same plate", name: "old/A-1 again.txt", more: {} },
    { what: "under a name that says nothing", name: "copy.txt", more: {} },
    { what: "under the name of a plate nobody planned", name: "A-9.txt", more: {} },
    { what: "where the file itself says another plate", name: "A-2.txt", more: { plateId: "A-1" } },
  ])("$what", async ({ name, more }) => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    await folder.drop("A-1.txt", paperFile({ ...NUMBERS, ...more }));
    await folder.drop(name, paperFile({ ...NUMBERS, ...more }));
    await folder.drop(`${name} saved`, paperFile({ ...AS_WORKBOOK, ...more }));
    expect(bound(bench)).toEqual(["A-1"]);
    expect(waiting(bench)).toEqual([]);
  });

  test("and are not even read again, where a copy has the same name elsewhere", async () => {
    const bench = planned("A-1");
    await paperFolder(bench).drop("A-1.txt", paperFile(NUMBERS));
    let asked = 0;
    const counting = paperFolder(bench, {
      importFile: (file) => {
        asked += 1;
        return importPaper(file);
      },
    });
    await counting.drop("A-1.txt", paperFile(NUMBERS), "mirror");
    await counting.capture.catchUp();
    expect(asked).toBe(0);
  });

  test("for a plate that somebody has given the waiting ones to, and after it was decided", async () => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    await folder.drop("A-1.txt", paperFile(NUMBERS));
    await folder.drop("A-2.txt", paperFile(NUMBERS));
    const id = bench.store.readings.unassigned()[0]?.id ?? "";
    assignReading(bench.store, bench.layouts, id, {
      ...statement({ barcode: "A-1", sample: "sample of A-1" }),
      rereadReason: "saved twice",
      barReason: "it is A-1",
    });
    const next = paperFolder(bench);
    await next.drop("A-2.txt", paperFile(NUMBERS));
    await next.drop("A-2 as workbook.txt", paperFile(AS_WORKBOOK));
    await next.capture.catchUp();
    expect(waiting(bench)).toEqual([]);
  });
});

describe("a start of the daemon", () => {
  test("brings nothing twice", async () => {
    const bench = planned("A-1", "A-2");
    await paperFolder(bench).drop("A-1.txt", paperFile(NUMBERS));
    await paperFolder(bench).drop("A-2.txt", paperFile(NUMBERS));
    const next = paperFolder(bench);
    await Promise.all([next.capture.catchUp(), next.drop("A-2.txt", paperFile(NUMBERS))]);
    await next.drop("A-1.txt", paperFile(NUMBERS));
    expect(bench.store.readings.newest(9)).toHaveLength(2);
  });

  test.each([
    { what: "that a crash left unread", second: NUMBERS, catchesUp: true },
    { what: "that a crash left unread, when the folder is looked through", second: NUMBERS },
  ])("reads a copy $what", async ({ catchesUp }) => {
    const bench = planned("A-1", "A-2");
    await paperFolder(bench).drop("A-1.txt", paperFile(NUMBERS));
    const crashing = paperFolder(bench, { importFile: () => new Promise(() => undefined) });
    void crashing.drop("A-2.txt", paperFile(NUMBERS));
    await new Promise((resolve) => setImmediate(resolve));
    const next = paperFolder(bench);
    if (catchesUp === true) await next.capture.catchUp();
    else await next.drop("A-2.txt", paperFile(NUMBERS));
    expect(waiting(bench)).toHaveLength(1);
  });

  test.each([NUMBERS, AS_WORKBOOK])(
    "tells of a copy whose plate was planned later (%#)",
    async (second) => {
      const bench = planned("A-1");
      await paperFolder(bench).drop("A-1.txt", paperFile(NUMBERS));
      await paperFolder(bench).drop("B-1.txt", paperFile(second));
      expect(waiting(bench)).toEqual([]);
      planPlates(bench, ["B-1"]);
      await paperFolder(bench).capture.catchUp();
      await paperFolder(bench).capture.catchUp();
      expect(waiting(bench)).toHaveLength(1);
    },
  );
});

describe("a file in quarantine that came under the names of two plates", () => {
  test.each(["retry", "catchUp"] as const)("is the first one's after %s", async (way) => {
    const bench = planned("A-1", "A-2");
    const refusing = paperFolder(bench, { importFile: async () => REFUSED });
    for (const name of ["scan.txt", "A-1.txt", "A-2.txt"]) {
      await refusing.drop(name, paperFile(NUMBERS));
    }
    const next = paperFolder(bench, { importerVersion: "2" });
    const [sha256 = ""] = bench.store.documents.hashes();
    if (way === "retry") await next.capture.retry(sha256, "technician");
    else await next.capture.catchUp();
    expect(bound(bench)).toEqual(["A-1"]);
    expect(waiting(bench)).toHaveLength(1);
    expect(waiting(bench)[0]).toContain("A-2");
  });

  test("is read under both when both come at once", async () => {
    const bench = planned("A-1", "A-2");
    const folder = paperFolder(bench);
    await Promise.all([
      folder.drop("A-1.txt", paperFile(NUMBERS)),
      folder.drop("A-2.txt", paperFile(NUMBERS), "other"),
    ]);
    expect(bound(bench)).toHaveLength(1);
    expect(waiting(bench)).toHaveLength(1);
  });

  test("stays as it is when the importer fails on the copy", async () => {
    const bench = planned("A-1", "A-2");
    await paperFolder(bench).drop("A-1.txt", paperFile(NUMBERS));
    const refusing = paperFolder(bench, { importFile: async () => REFUSED });
    expect(await refusing.drop("A-2.txt", paperFile(NUMBERS))).toBeNull();
    expect(bench.store.documents.quarantined()).toEqual([]);
    await paperFolder(bench).capture.catchUp();
    expect(waiting(bench)).toHaveLength(1);
  });
});
