import { describe, expect, test } from "vitest";
import type { UnaskedRecord } from "../../src/instrument/contract.ts";
import { closeSample } from "../../src/pipeline/close-sample.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { maskWell } from "../../src/pipeline/mask-well.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import { dropTriggers, freshFile, freshStore, withDatabase } from "../store/fresh-store.ts";
import {
  driver,
  hold,
  measured,
  type PaperBench,
  paperBench,
  push,
  pushTalk,
  readPlate,
  study,
  WITH_DRIVER,
} from "./paper-bench.ts";

interface Judged {
  readonly bench: PaperBench;
  readonly file: string;
  readonly readingId: string;
  readonly plateId: string;
}

function evaluate(bench: PaperBench): void {
  evaluateSample(bench.store, bench.store.samples.byName("A")?.id ?? "", study.settings);
}

async function judged(): Promise<Judged> {
  const file = freshFile();
  const bench = paperBench(freshStore(file));
  const ids = await readPlate(bench);
  evaluate(bench);
  return { bench, file, ...ids };
}

const replay = ({ bench, readingId }: Pick<Judged, "bench" | "readingId">) =>
  replayReading(bench.store, WITH_DRIVER, readingId);

/** Changes what no program can change. */
async function afterHarm(sql: string): ReturnType<typeof replay> {
  const one = await judged();
  withDatabase(one.file, (db) => {
    dropTriggers(db);
    db.exec(sql);
  });
  return replay(one);
}

describe("a replay", () => {
  test("gives every number again, to the last bit", async () => {
    const report = await replay(await judged());
    expect(report).toMatchObject({
      transcriptIntact: true,
      readingIdentical: true,
      analysisIdentical: true,
      differences: [],
    });
    expect(isIdentical(report)).toBe(true);
    // 96 wells and the wavelength, twice, and the analysis on top.
    expect(report.numbersCompared).toBeGreaterThan(2 * 97 + 400);
  });

  test("still does after masks and after the sample was closed", async () => {
    const one = await judged();
    const { plateId, bench } = one;
    maskWell(bench.store, { plateId, well: "B2", action: "mask", reason: "bubble", by: "x" });
    evaluate(bench);
    expect(isIdentical(await replay(one))).toBe(true);
    closeSample(bench.store, "A", "x");
    evaluate(bench);
    expect(isIdentical(await replay(one))).toBe(true);
  });

  test("says when a mask came after the analysis", async () => {
    const one = await judged();
    const { plateId, bench } = one;
    maskWell(bench.store, { plateId, well: "B2", action: "mask", reason: "bubble", by: "x" });
    const report = await replay(one);
    expect(report.analysisIdentical).toBe(false);
    expect(report.differences).toEqual([
      "the plates, masks or blasts of the sample have changed since its analysis",
    ]);
  });

  test("of a reading that no plate has compares the reading alone", async () => {
    const bench = paperBench();
    const readingId = (await push(bench, measured("D-1"))) ?? "";
    const report = await replay({ bench, readingId });
    expect(report).toMatchObject({ readingIdentical: true, analysisIdentical: null });
    // 96 wells and the wavelength.
    expect(report.numbersCompared).toBe(97);
    expect(isIdentical(report)).toBe(true);
  });

  test("of an older version of a plate does not claim the analysis of the newer one", async () => {
    const one = await judged();
    await readPlate(one.bench, { clock: "06/03/2026 17:00:00", rereadReason: "lid" });
    evaluate(one.bench);
    expect(await replay(one)).toMatchObject({ readingIdentical: true, analysisIdentical: null });
  });

  test("of a reading that was given up gives nothing again", async () => {
    const bench = paperBench();
    const cut = pushTalk(measured("D-1")).slice(0, 9);
    await bench.port.unasked(hold<UnaskedRecord>(bench, "listen", cut));
    const readingId = bench.store.readings.newest(1)[0]?.id ?? "";
    expect(isIdentical(await replay({ bench, readingId }))).toBe(true);
  });

  test("stores nothing", async () => {
    const one = await judged();
    const before = one.bench.store.journal.lastChange();
    await replay(one);
    expect(one.bench.store.journal.lastChange()).toBe(before);
  });
});

describe("a replay notices", () => {
  test("one digit of the reading that was changed", async () => {
    const report = await afterHarm(
      `UPDATE reading SET body = replace(body, '"absorbance":0.553,', '"absorbance":0.554,')`,
    );
    expect(report).toMatchObject({ transcriptIntact: true, readingIdentical: false });
    expect(report.differences).toContainEqual(
      expect.stringMatching(
        /^reading \/planes\/0\/values\/1\/absorbance: stored 0.554, now 0.553$/,
      ),
    );
    expect(isIdentical(report)).toBe(false);
  });

  test("one digit of the transcript that was changed", async () => {
    const report = await afterHarm(
      "UPDATE transcript_item SET bytes = CAST(replace(CAST(bytes AS TEXT), '0.553', '0.554') AS BLOB)",
    );
    expect(report.transcriptIntact).toBe(false);
    expect(isIdentical(report)).toBe(false);
  });

  test("an item of the transcript that is gone", async () => {
    const report = await afterHarm("DELETE FROM transcript_item WHERE seq = 20");
    expect(report.transcriptIntact).toBe(false);
    expect(isIdentical(report)).toBe(false);
  });

  test("one number of the analysis that was changed", async () => {
    const report = await afterHarm(
      `UPDATE analysis SET result = replace(result, '"nBlank":8', '"nBlank":7')`,
    );
    expect(report).toMatchObject({ readingIdentical: true, analysisIdentical: false });
    expect(report.differences).toEqual(["analysis /plates/A-1/nBlank: stored 7, now 8"]);
  });

  test("settings that are gone or another's", async () => {
    const report = await afterHarm(
      `UPDATE settings_record SET body = replace(body, '"alpha":0.05', '"alpha":0.5')`,
    );
    expect(report.analysisIdentical).toBe(false);
  });
});

describe("a replay cannot be had", () => {
  test("of a reading that is not there", async () => {
    await expect(replay({ bench: paperBench(), readingId: "nothing" })).rejects.toMatchObject({
      code: "READING_UNKNOWN",
    });
  });

  test("without its driver, and says which", async () => {
    const { bench, readingId } = await judged();
    const report = await replayReading(bench.store, { ...WITH_DRIVER, drivers: [] }, readingId);
    expect(report.differences).toEqual(["this program has no driver bio-rad"]);
    expect(isIdentical(report)).toBe(false);
  });

  test("without a word about another version of the driver", async () => {
    const { bench, readingId } = await judged();
    const report = await replayReading(
      bench.store,
      { ...WITH_DRIVER, drivers: [{ ...driver, version: "other" }] },
      readingId,
    );
    expect(report.differences).toEqual([
      `the reading was made by driver version ${driver.version}, this is other`,
    ]);
  });
});
