import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/domain/canonical.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { traceFlag } from "../../src/pipeline/trace-flag.ts";
import { transcriptSha256 } from "../../src/store/transcripts.ts";
import { codeOf } from "../store/fresh-store.ts";
import { LAYOUT, type PaperBench, paperBench, readPlate, study } from "./paper-bench.ts";

async function flaggedBench(): Promise<{ bench: PaperBench; readingId: string; flagId: string }> {
  const bench = paperBench();
  const { readingId } = await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
  const sample = bench.store.samples.byName("B");
  evaluateSample(bench.store, sample?.id ?? "", study.settings);
  const [flag] = bench.store.analyses.currentFlags();
  if (flag === undefined) throw new Error("nothing was flagged");
  return { bench, readingId, flagId: flag.id };
}

describe("a flag", () => {
  test("leads down to the bytes, every step with the hash of what it rests on", async () => {
    const { bench, readingId, flagId } = await flaggedBench();
    const { store } = bench;
    const trace = traceFlag(store, flagId);
    const row = store.readings.byId(readingId);
    const items = store.transcripts.items(row?.transcript_id ?? "");
    expect(trace.flag).toMatchObject({ id: flagId, ruleId: "combination/complete" });
    expect(trace.analysis).toMatchObject({ current: true, provisional: true });
    expect(trace.comparison).toMatchObject({ plate: "B-1", arm: "trametinib", class: "complete" });
    expect(trace.plate).toMatchObject({ barcode: "B-1", sample: "B" });
    expect(trace.layout).toMatchObject({ id: LAYOUT, revision: 1 });
    expect(trace.reading).toMatchObject({
      id: readingId,
      origin: "command",
      verification: "manual-only",
      bodySha256: sha256(row?.body ?? ""),
      boundBy: "technician",
    });
    expect(trace.transcript).toMatchObject({
      id: row?.transcript_id,
      items: items.length,
      sha256: transcriptSha256(items),
    });
    expect(trace.transcript?.sentBytes).toBeGreaterThan(0);
  });

  test("names its own wells, the vehicle's and the controls, with what the reader sent for them", async () => {
    const { bench, flagId } = await flaggedBench();
    const trace = traceFlag(bench.store, flagId);
    const arms = new Set(trace.wells.map((well) => well.arm ?? well.role));
    expect(arms).toEqual(new Set(["trametinib", "vehicle", "blank", "untreated"]));
    for (const { measurement, reference } of trace.wells) {
      expect(trace.transcript?.received).toContain(measurement);
      expect(trace.transcript?.received).toContain(reference);
    }
  });

  test("of a superseded analysis still leads to the reading that it rested on", async () => {
    const { bench, readingId, flagId } = await flaggedBench();
    const clock = "06/03/2026 17:00:00";
    await readPlate(bench, {
      plate: "B-1",
      barcode: "B-1",
      sample: "B",
      clock,
      rereadReason: "lid",
    });
    evaluateSample(bench.store, bench.store.samples.byName("B")?.id ?? "", study.settings);
    const trace = traceFlag(bench.store, flagId);
    expect(trace.analysis.current).toBe(false);
    expect(trace.reading.id).toBe(readingId);
  });

  test("that is not there is refused", () => {
    expect(codeOf(() => traceFlag(paperBench().store, "nothing"))).toBe("FLAG_UNKNOWN");
  });
});
