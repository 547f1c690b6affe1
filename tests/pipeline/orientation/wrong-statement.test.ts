import { describe, expect, test } from "vitest";
import type { SampleResult } from "../../../src/analysis/analyse-everything.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { plateView } from "../../../src/api/plate-view.ts";
import { reviewView } from "../../../src/api/review-view.ts";
import { worklistRow } from "../../../src/api/worklist-row.ts";
import type { PlateTurn } from "../../../src/domain/plate-turn.ts";
import { evaluateSample } from "../../../src/pipeline/evaluate-sample.ts";
import { sayTurn } from "../../../src/pipeline/orientation/say-turn.ts";
import { openTrail } from "../../../src/pipeline/review/plate-trail.ts";
import { requireSignable, type Signer } from "../../../src/pipeline/review/sign-rules.ts";
import type { PlateRow } from "../../../src/store/plates.ts";
import { codeOf } from "../../store/fresh-store.ts";
import { DE_WIT, LIND, VISSER } from "../review/review-bench.ts";
import { type ReadClassic, readClassic } from "./turned-plate.ts";

function plateOf({ bench, plateId }: ReadClassic): PlateRow {
  const plate = bench.store.plates.byId(plateId);
  if (plate === null) throw new Error("there is no plate");
  return plate;
}

function say(read: ReadClassic, turn: PlateTurn, authorisedBy: string | null = null): void {
  const said = { plateId: read.plateId, turn, reason: "A1 was right below", by: VISSER.name };
  sayTurn(read.bench.store, { ...said, authorisedBy });
  analyse(read);
}

function analyse({ bench, sampleId }: ReadClassic): void {
  evaluateSample(bench.store, sampleId, DEFAULT_SETTINGS);
}

function resultOf({ bench, sampleId }: ReadClassic): SampleResult {
  return JSON.parse(bench.store.analyses.current(sampleId)?.result ?? "null");
}

const viewOf = (read: ReadClassic) => plateView(read.bench.store, plateOf(read), DEFAULT_SETTINGS);
const rowOf = (read: ReadClassic) => worklistRow(read.bench.store, plateOf(read));
const orientationFlag = ({ bench }: ReadClassic) =>
  bench.store.analyses.currentFlags().find(({ rule_id }) => rule_id === "quality/orientation");

/** The code that an approval is refused with; null when it is not. */
function refusalOf(read: ReadClassic, signer: Signer): string | null {
  const { store } = read.bench;
  openTrail(store, plateOf(read), signer.personId);
  try {
    requireSignable(store, plateOf(read), signer, "approve");
    return null;
  } catch {
    return codeOf(() => requireSignable(store, plateOf(read), signer, "approve"));
  }
}

const AGAINST = /as read than turned by 180° as B\. Visser says \(\d+ against \d+\)\./;

describe("a plate that lay right and is said to have lain turned", () => {
  test("is held in its own words: failed, flagged, no verdict, and nobody can approve it", async () => {
    const read = await readClassic("as-read");
    say(read, "turned-180");
    const result = resultOf(read);
    expect(result.plates["K-1"]).toMatchObject({ verdict: "fail", failReasons: ["TURNED"] });
    for (const comparison of result.comparisons) {
      expect(comparison).toMatchObject({ class: "inconclusive", reasons: ["PLATE_TURNED"] });
    }
    expect(orientationFlag(read)).toMatchObject({
      severity: "high",
      title: "Plate K-1 is held: it was said to lie turned by 180°, its numbers are against it",
    });
    const { summary, orientation } = viewOf(read);
    expect(summary).toMatchObject({ lamp: "look", lampCode: "TURN_AGAINST_NUMBERS" });
    expect(summary.held).toMatch(AGAINST);
    expect(orientation?.sentences.join(" ")).toMatch(AGAINST);
    expect(reviewView(read.bench.store, plateOf(read), null).held).toMatch(AGAINST);
    expect(rowOf(read).riskReasons).toContain("held: seems turned");
    expect(refusalOf(read, DE_WIT)).toBe("PLATE_HELD");
  });

  test("is as it was, with its flag, once it is said to have lain as read", async () => {
    const read = await readClassic("as-read");
    analyse(read);
    const before = resultOf(read);
    say(read, "turned-180");
    say(read, "as-read");
    expect(resultOf(read).comparisons).toEqual(before.comparisons);
    expect(resultOf(read).plates).toEqual(before.plates);
    expect(viewOf(read).summary.held).toBeNull();
    expect(orientationFlag(read)).toBeUndefined();
    expect(refusalOf(read, VISSER)).toBeNull();
  });
});

test("a turned plate that is said to lie mirrored is held, and names the way that fits", async () => {
  const read = await readClassic("turned-180");
  say(read, "mirrored-left-right");
  expect(resultOf(read).plates["K-1"]?.failReasons).toContain("TURNED");
  expect(viewOf(read).summary.held).toMatch(
    /better turned by 180° than mirrored left to right as B\. Visser says/,
  );
});

describe("a plate that is said to have lain as read, against its numbers", () => {
  test("is not held, and keeps flag, lamp, sentence and risk", async () => {
    const read = await readClassic("turned-180");
    say(read, "as-read");
    expect(resultOf(read).plates["K-1"]?.failReasons).toEqual([]);
    expect(orientationFlag(read)).toMatchObject({
      severity: "warning",
      title: "Plate K-1: it was said to lie as read, its numbers are against it",
    });
    const { summary, orientation } = viewOf(read);
    expect(summary).toMatchObject({ held: null, lamp: "look" });
    const against = /better turned by 180° than as read as B\. Visser says \(\d+ against \d+\)/;
    expect(summary.sentences.at(-1)).toMatch(against);
    expect(orientation?.sentences[1]).toMatch(against);
    expect(rowOf(read).riskReasons).toContain("said to lie as read, against its numbers");
  });

  test("is approved by two others than who said it and who let them", async () => {
    const read = await readClassic("turned-180");
    say(read, "as-read", LIND.name);
    expect(refusalOf(read, VISSER)).toBe("OWN_STATEMENT");
    expect(refusalOf(read, LIND)).toBe("OWN_STATEMENT");
    expect(refusalOf(read, DE_WIT)).toBeNull();
  });
});
