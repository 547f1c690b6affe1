import { describe, expect, test } from "vitest";
import { recoveredBinding } from "../../src/pipeline/prove-recovered.ts";
import type { RunRow } from "../../src/store/runs.ts";

const PLATE = {
  planes: [],
  referenceSubtracted: false,
  readerClock: null,
  readerModel: "",
  warnings: [],
};

function run(id: string, baseline: string | null): RunRow {
  return {
    id,
    reader_id: "bench-1",
    barcode: id,
    sample_id: "A",
    layout_sha256: "",
    operator: "",
    reread_reason: null,
    measurement_nm: 570,
    reference_nm: 650,
    state: "interrupted",
    sentence: null,
    baseline_sha256: baseline,
    recovery_pending: 1,
    requested_at_utc: "",
    ended_at_utc: null,
  };
}

function decide(baseline: string | null, content: string, remoteControlHeld: boolean) {
  const plate = content === "none" ? null : PLATE;
  return recoveredBinding([run("newest", baseline)], { plate, remoteControlHeld }, content);
}

describe("a plate found in the reader after an interruption", () => {
  test("is bound when it is another one than before the read and nobody had the panel", () => {
    expect(decide("before", "now", true).bind?.run.id).toBe("newest");
    expect(decide("none", "now", true).bind?.run.id).toBe("newest");
    expect(decide("before", "now", true).given).toEqual([]);
  });

  test.each([
    ["it is the plate of before", "same", "same", true, "had not measured"],
    ["there is none", "before", "none", true, "had not measured"],
    ["there was none and is none", "none", "none", true, "had not measured"],
    ["the panel may have been used", "before", "now", false, "another patient's"],
    ["nobody knows what was there before", null, "now", true, "not known what the reader held"],
  ])("is not bound when %s", (_, baseline, content, held, words) => {
    const { bind, given } = decide(baseline, content, held);
    expect(bind).toBeNull();
    expect(given).toEqual([{ runId: "newest", sentence: expect.stringContaining(words) }]);
    expect(given[0]?.sentence).toMatch(/Start the run again|start the run again/);
  });

  test("is nobody's when no run waits for one", () => {
    expect(recoveredBinding([], { plate: PLATE, remoteControlHeld: true }, "now")).toEqual({
      bind: null,
      given: [],
    });
  });

  test("is the newest run's; the older ones are told that they were overtaken", () => {
    const runs = [run("newest", "before"), run("older", "x"), run("oldest", null)];
    const { bind, given } = recoveredBinding(
      runs,
      { plate: PLATE, remoteControlHeld: true },
      "now",
    );
    expect(bind?.run.id).toBe("newest");
    expect(given.map(({ runId }) => runId)).toEqual(["older", "oldest"]);
    expect(given[0]?.sentence).toContain("a later run followed");
  });
});
