import { describe, expect, test } from "vitest";
import { assignReading } from "../../src/pipeline/assign-reading.ts";
import { dismissDocument } from "../../src/pipeline/capture-files.ts";
import { closeSample } from "../../src/pipeline/close-sample.ts";
import { bindWaiting, matchAnnounced } from "../../src/pipeline/match-announced.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { codeOf } from "../store/fresh-store.ts";
import { type PaperBench, paperBench, readPlate, statement, WITH_DRIVER } from "./paper-bench.ts";
import {
  importedPlate,
  importPaper,
  paperFile,
  paperFolder,
  planPlates,
  REFUSED,
  read,
} from "./paper-file.ts";

function boundBarcodes({ store }: PaperBench): string[] {
  return store.plates.allVersions().map((row) => store.plates.byId(row.plate_id)?.barcode ?? "");
}

function reasons({ store }: PaperBench): string[] {
  return store.readings.unassigned().map((row) => {
    const match = matchAnnounced(store, row);
    return match.kind === "waits" ? match.reason : "";
  });
}

describe("a file that is dropped", () => {
  test("is kept byte for byte, read, and waits where nobody announced it", async () => {
    const bench = paperBench();
    const bytes = paperFile(importedPlate());
    const folder = paperFolder(bench);
    await folder.drop("a.txt", bytes);
    const [row] = bench.store.readings.unassigned();
    expect(row).toMatchObject({ origin: "file", reader_id: "exports", driver_id: "paper" });
    expect(bench.store.documents.byHash(row?.document_sha256 ?? "")?.bytes).toEqual(bytes);
    expect(reasons(bench)).toEqual(["Came as a file; nobody announced it."]);
    expect(folder.captured).toMatchObject([{ plateId: null }]);
  });

  test("twice, under whatever names and in whatever folder, is one reading", async () => {
    const bench = paperBench();
    const folder = paperFolder(bench);
    const bytes = paperFile(importedPlate());
    await folder.drop("a.txt", bytes);
    await folder.drop("a.txt", bytes);
    await folder.drop("copy of a.txt", bytes);
    await folder.drop("a.txt", bytes, "other");
    expect(bench.store.readings.newest(9)).toHaveLength(1);
    const [sha256 = ""] = bench.store.documents.hashes();
    expect(bench.store.documents.arrivalsOf(sha256).map((one) => one.name)).toEqual([
      "a.txt",
      "copy of a.txt",
      "a.txt",
    ]);
  });

  test("that grows brings only the plates that are new", async () => {
    const bench = paperBench();
    const folder = paperFolder(bench);
    const first = importedPlate({ label: "1" });
    const second = importedPlate({ label: "2", reads: [read(570, 1), read(650, 1)] });
    await folder.drop("all.txt", paperFile(first));
    await folder.drop("all.txt", paperFile(first, second));
    expect(bench.store.readings.newest(9).map((row) => row.document_part)).toEqual([1, 0]);
  });

  test("again in another form, with the same numbers, is nothing new", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const folder = paperFolder(bench);
    const early = importedPlate({ plateId: "B-1", readAtLocal: "09:00" });
    const late = importedPlate({
      plateId: "B-1",
      readAtLocal: "17:00",
      reads: [read(570, 1), read(650, 1)],
    });
    await folder.drop("a.txt", paperFile(early));
    await folder.drop("b.txt", paperFile(late));
    await folder.drop("a as workbook.xlsx", paperFile({ ...early, readerModel: "Excel" }));
    expect(bench.store.plates.allVersions()).toHaveLength(2);
    expect(bench.store.readings.unassigned()).toEqual([]);
  });

  test("that grows at its beginning brings no plate twice", async () => {
    const bench = paperBench();
    const folder = paperFolder(bench);
    const first = importedPlate({ label: "1" });
    const second = importedPlate({ label: "2", reads: [read(570, 1), read(650, 1)] });
    await folder.drop("all.txt", paperFile(first));
    await folder.drop("all.txt", paperFile(second, first));
    expect(bench.store.readings.newest(9).map((row) => row.document_part)).toEqual([0, 0]);
  });

  test("holding two plates with the same numbers loses neither", async () => {
    const bench = paperBench();
    await paperFolder(bench).drop("all.txt", paperFile(importedPlate(), importedPlate()));
    expect(bench.store.readings.unassigned()).toHaveLength(2);
  });

  test("replays to the same numbers and proves whole", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    await paperFolder(bench).drop("a.txt", paperFile(importedPlate({ plateId: "B-1" })));
    const [row] = bench.store.readings.newest(1);
    const interpreters = { ...WITH_DRIVER, importFile: importPaper };
    const report = await replayReading(bench.store, interpreters, row?.id ?? "");
    expect(report).toMatchObject({ readingIdentical: true, transcriptIntact: true });
    expect(report.numbersCompared).toBeGreaterThanOrEqual(192);
    expect(isIdentical(report)).toBe(true);
    expect(verifyStore(bench.store).findings).toEqual([]);
  });
});

describe("a plate is known", () => {
  test("by the barcode its file gives, and its analysis may run", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const folder = paperFolder(bench);
    await folder.drop("a.txt", paperFile(importedPlate({ plateId: "B-1" })));
    expect(boundBarcodes(bench)).toEqual(["B-1"]);
    expect(folder.captured[0]?.plateId).not.toBeNull();
    expect(bench.store.plates.allVersions()).toMatchObject([
      { bound_by: "daemon", bound_because: expect.stringContaining("B-1") },
    ]);
  });

  test("by the only planned barcode that stands in the name of a file of one plate", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1", "B-12"]);
    await paperFolder(bench).drop("2026-11-23_B-12_read.txt", paperFile(importedPlate()));
    expect(boundBarcodes(bench)).toEqual(["B-12"]);
  });

  test.each([
    { what: "it calls itself something else", name: "B-1.txt", plateId: "B-77" },
    { what: "it may be called something else", name: "B-1.txt", plateId: null, maybe: "B-77" },
    { what: "the name holds a longer barcode", name: "B-1-single_again.txt", plateId: null },
    { what: "it may be the end of a longer one", name: "ALL-B-1.txt", plateId: null },
  ])("never by its file's name where $what", async ({ name, plateId, maybe }) => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const barcodeCandidates = maybe === undefined ? [] : [maybe];
    await paperFolder(bench).drop(name, paperFile(importedPlate({ plateId, barcodeCandidates })));
    expect(boundBarcodes(bench)).toEqual([]);
  });

  test("never by its file's name where one of two has been read", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1", "B-2"]);
    const folder = paperFolder(bench);
    await folder.drop("a.txt", paperFile(importedPlate({ plateId: "B-1" })));
    await folder.drop("B-1 before B-2.txt", paperFile(importedPlate({ reads: [read(570, 1)] })));
    expect(boundBarcodes(bench)).toEqual(["B-1"]);
  });

  test("never by the name of a file of several plates", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const other = importedPlate({ reads: [read(570, 1)] });
    await paperFolder(bench).drop("B-1.txt", paperFile(importedPlate(), other));
    expect(boundBarcodes(bench)).toEqual([]);
  });

  test("never where it might be two", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1", "B-2"]);
    const plate = importedPlate({ barcodeCandidates: ["B-1", "B-2"] });
    await paperFolder(bench).drop("a.txt", paperFile(plate));
    expect(reasons(bench)).toEqual(["It may be any of the plates B-1, B-2."]);
  });

  test("later, when the plan comes", async () => {
    const bench = paperBench();
    await paperFolder(bench).drop("a.txt", paperFile(importedPlate({ plateId: "B-1" })));
    expect(reasons(bench)[0]).toContain("It gives B-1, which no plan knows.");
    planPlates(bench, ["B-1"]);
    expect(bindWaiting(bench.store)).toHaveLength(1);
    expect(boundBarcodes(bench)).toEqual(["B-1"]);
  });

  test("again: a second read is a version, and both stay", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const folder = paperFolder(bench);
    await folder.drop("a.txt", paperFile(importedPlate({ plateId: "B-1" })));
    const again = importedPlate({ plateId: "B-1", reads: [read(570, 1), read(650, 1)] });
    await folder.drop("b.txt", paperFile(again));
    expect(bench.store.plates.allVersions()).toMatchObject([
      { version: 1, reread_reason: null },
      { version: 2, reread_reason: expect.stringContaining("announced by nobody") },
    ]);
  });
});

describe("a further read does not take the place of the one that counts", () => {
  const again = (seed: number) =>
    importedPlate({ plateId: "B-1", reads: [read(570, seed), read(650, seed)] });

  test("where it had waited while the plate was read", async () => {
    const bench = paperBench();
    await paperFolder(bench).drop("a.txt", paperFile(again(1)));
    const { readingId } = await readPlate(bench, { barcode: "B-1", sample: "B" });
    bindWaiting(bench.store);
    expect(bench.store.plates.allVersions()).toMatchObject([{ reading_id: readingId }]);
    expect(reasons(bench)[0]).toContain("has been read since");
  });

  test("where its sample has been closed", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const folder = paperFolder(bench);
    await folder.drop("a.txt", paperFile(again(1)));
    closeSample(bench.store, "sample of B-1", "head");
    await folder.drop("b.txt", paperFile(again(2)));
    expect(bench.store.plates.allVersions()).toHaveLength(1);
  });

  test("where fewer wells were read", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const folder = paperFolder(bench);
    await folder.drop("a.txt", paperFile(again(1)));
    const { A1 } = read(570, 2).wells;
    const few = { ...read(570), wells: A1 === undefined ? {} : { A1 } };
    await folder.drop("b.txt", paperFile(importedPlate({ plateId: "B-1", reads: [few] })));
    expect(bench.store.plates.allVersions()).toHaveLength(1);
    expect(reasons(bench)[0]).toContain("more of its wells");
  });
});

describe("a plate that says it should not count", () => {
  const BARRED = importedPlate({
    plateId: "B-1",
    bars: [{ code: "SIMULATION", sentence: "The file says that the reading was simulated." }],
  });

  test("waits in spite of its barcode, and says why", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    await paperFolder(bench).drop("a.txt", paperFile(BARRED));
    expect(boundBarcodes(bench)).toEqual([]);
    expect(reasons(bench)).toEqual(["The file says that the reading was simulated."]);
  });

  test("is let in by a person's reason alone, and the reason is kept", async () => {
    const bench = paperBench();
    await paperFolder(bench).drop("a.txt", paperFile(BARRED));
    const readingId = bench.store.readings.unassigned()[0]?.id ?? "";
    const said = statement({ barcode: "B-1", sample: "B" });
    const assign = (barReason?: string) =>
      assignReading(bench.store, bench.layouts, readingId, { ...said, barReason });
    expect(codeOf(() => assign())).toBe("READING_BARRED");
    expect(codeOf(() => assign("  "))).toBe("READING_BARRED");
    assign("a training plate");
    expect(bench.store.plates.allVersions()).toMatchObject([{ bar_reason: "a training plate" }]);
  });
});

describe("a file that nobody understands", () => {
  const quarantined = ({ store }: PaperBench) =>
    store.documents.quarantined().map((row) => [row.code, row.sentence]);

  test("is kept in quarantine with the reason", async () => {
    const bench = paperBench();
    expect(await paperFolder(bench).drop("a.txt", Buffer.from("what?"))).toBe("Row H is missing.");
    expect(quarantined(bench)).toEqual([["TRUNCATED_GRID", "Row H is missing."]]);
    expect(bench.store.readings.newest(1)).toEqual([]);
  });

  test("is read when it is tried again after a fix", async () => {
    const bench = paperBench();
    const refusing = paperFolder(bench, { importFile: async () => REFUSED });
    await refusing.drop("a.txt", paperFile(importedPlate()));
    const [sha256 = ""] = bench.store.documents.hashes();
    await paperFolder(bench).capture.retry(sha256, "technician");
    expect(quarantined(bench)).toEqual([]);
    expect(bench.store.readings.unassigned()).toHaveLength(1);
    expect(bench.store.documents.newestInterpretation(sha256)).toMatchObject({
      by_name: "technician",
      outcome: "plates",
    });
  });

  test("is tried again by itself once the importers have changed, and not before", async () => {
    const bench = paperBench();
    let asked = 0;
    const refusing = async () => {
      asked += 1;
      return REFUSED;
    };
    await paperFolder(bench, { importFile: refusing }).drop("a.txt", paperFile(importedPlate()));
    await paperFolder(bench, { importFile: refusing }).capture.catchUp();
    expect(asked).toBe(1);
    await paperFolder(bench, { importerVersion: "2" }).capture.catchUp();
    expect(bench.store.readings.unassigned()).toHaveLength(1);
  });

  test("leaves quarantine when its whole content comes later", async () => {
    const bench = paperBench();
    const folder = paperFolder(bench);
    const whole = paperFile(importedPlate());
    await folder.drop("a.txt", whole.subarray(0, 100));
    expect(quarantined(bench)).toHaveLength(1);
    await folder.drop("a.txt", whole);
    expect(quarantined(bench)).toEqual([]);
  });

  test("leaves quarantine also when its whole content has come under another name", async () => {
    const bench = paperBench();
    const folder = paperFolder(bench);
    const whole = paperFile(importedPlate());
    await folder.drop("a.txt", whole.subarray(0, 100));
    await folder.drop("copy.txt", whole);
    expect(quarantined(bench)).toHaveLength(1);
    await folder.drop("a.txt", whole);
    expect(quarantined(bench)).toEqual([]);
  });

  test("stays in quarantine when another file comes under its name", async () => {
    const bench = paperBench();
    const folder = paperFolder(bench);
    await folder.drop("a.txt", Buffer.from("what?"));
    await folder.drop("a.txt", paperFile(importedPlate()));
    expect(quarantined(bench)).toHaveLength(1);
  });

  test("is dismissed with a name and a reason, once", async () => {
    const bench = paperBench();
    await paperFolder(bench).drop("a.txt", Buffer.from("what?"));
    const [sha256 = ""] = bench.store.documents.hashes();
    const dismiss = (by: string, reason: string) =>
      codeOf(() => dismissDocument(bench.store, sha256, { by, reason }));
    expect(dismiss("qc", " ")).toBe("REQUEST_INVALID");
    dismissDocument(bench.store, sha256, { by: "qc", reason: "a shopping list" });
    expect(quarantined(bench)).toEqual([]);
    expect(dismiss("qc", "again")).toBe("DOCUMENT_UNKNOWN");
  });

  test("stays dismissed when somebody dismisses it while it is tried again", async () => {
    const bench = paperBench();
    let go = (): void => undefined;
    let isSecond = false;
    const folder = paperFolder(bench, {
      importFile: async (file) => {
        if (!isSecond) return REFUSED;
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        return importPaper(file);
      },
    });
    await folder.drop("a.txt", paperFile(importedPlate()));
    const [sha256 = ""] = bench.store.documents.hashes();
    isSecond = true;
    const retrying = folder.capture.retry(sha256, "one");
    dismissDocument(bench.store, sha256, { by: "two", reason: "a test export" });
    go();
    await retrying;
    expect(bench.store.documents.newestInterpretation(sha256)?.outcome).toBe("dismissed");
    expect(bench.store.readings.newest(1)).toEqual([]);
  });

  test("because what was made of it cannot be stored keeps no other from being read", async () => {
    const bench = paperBench();
    const folder = paperFolder(bench);
    const impossible = Buffer.from('[{"reads":[{}],"bars":[],"warnings":[]}]');
    expect(await folder.drop("bad.txt", impossible)).toContain("fault of Platewarden");
    await folder.drop("good.txt", paperFile(importedPlate()));
    expect(quarantined(bench)).toMatchObject([["IMPORTER_FAILED", expect.any(String)]]);
    expect(bench.store.readings.unassigned()).toHaveLength(1);
  });

  test("because the importer failed is kept as well, and the failure is told", async () => {
    const bench = paperBench();
    const failing = paperFolder(bench, {
      importFile: async () => {
        throw new TypeError("undefined is not a function");
      },
    });
    await failing.drop("a.txt", paperFile(importedPlate()));
    expect(quarantined(bench)).toMatchObject([["IMPORTER_FAILED", expect.any(String)]]);
  });
});

describe("a crash", () => {
  test("between keeping a file and reading it leaves it to the next start", async () => {
    const bench = paperBench();
    const crashing = paperFolder(bench, { importFile: () => new Promise(() => undefined) });
    void crashing.drop("a.txt", paperFile(importedPlate()));
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.store.documents.hashes()).toHaveLength(1);
    const next = paperFolder(bench);
    await next.capture.catchUp();
    await next.capture.catchUp();
    expect(bench.store.readings.unassigned()).toHaveLength(1);
  });
});
