import { describe, expect, test } from "vitest";
import type { SampleResult } from "../../../src/analysis/analyse-everything.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { orientationView } from "../../../src/api/orientation-view.ts";
import { plateView } from "../../../src/api/plate-view.ts";
import type { PlateView } from "../../../src/api/views.ts";
import { TURNS } from "../../../src/domain/plate-turn.ts";
import { causesBetween } from "../../../src/pipeline/compare-inputs.ts";
import { evaluateSample } from "../../../src/pipeline/evaluate-sample.ts";
import { maskWell } from "../../../src/pipeline/mask-well.ts";
import { sayTurn, type TurnStatement } from "../../../src/pipeline/orientation/say-turn.ts";
import { standingMasks, understoodPlate } from "../../../src/pipeline/sample-evidence.ts";
import { traceFlag } from "../../../src/pipeline/trace-flag.ts";
import { verifyStore } from "../../../src/pipeline/verify-store.ts";
import type { AnalysisRow } from "../../../src/store/analyses.ts";
import { codeOf } from "../../store/fresh-store.ts";
import { type ReadClassic, readAgain, readClassic } from "./turned-plate.ts";

function evaluate({ bench, sampleId }: ReadClassic): AnalysisRow {
  const made = evaluateSample(bench.store, sampleId, DEFAULT_SETTINGS);
  const row = made ?? bench.store.analyses.current(sampleId);
  if (row === null) throw new Error("there is no analysis");
  return row;
}

function viewOf(read: ReadClassic): PlateView {
  evaluate(read);
  const plate = read.bench.store.plates.byId(read.plateId);
  if (plate === null) throw new Error("there is no plate");
  return plateView(read.bench.store, plate, DEFAULT_SETTINGS);
}

function say(read: ReadClassic, more: Partial<TurnStatement>): void {
  sayTurn(read.bench.store, {
    plateId: read.plateId,
    turn: "turned-180",
    reason: "the notch was on the left",
    by: "reviewer",
    authorisedBy: null,
    ...more,
  });
}

const resultOf = (row: AnalysisRow): SampleResult => JSON.parse(row.result);
const verdictsOf = ({ comparisons }: Pick<SampleResult, "comparisons">) =>
  comparisons.map(({ arm, class: verdict }) => [arm, verdict]);
const flagsOf = ({ bench }: ReadClassic) => bench.store.analyses.currentFlags();

describe("a classic plate that lay turned", () => {
  test("is held: failed, flagged as turned and as nothing else, every comparison inconclusive", async () => {
    const read = await readClassic("turned-180");
    const result = resultOf(evaluate(read));
    expect(result.orientation?.["K-1"]).toMatchObject({
      verdict: "another-way-fits",
      best: "turned-180",
    });
    expect(result.plates["K-1"]).toMatchObject({ verdict: "fail", failReasons: ["TURNED"] });
    for (const comparison of result.comparisons) {
      expect(comparison).toMatchObject({
        class: "inconclusive",
        flag: false,
        reasons: ["PLATE_TURNED"],
        interactionQ: null,
      });
    }
    const flags = flagsOf(read).filter(({ rule_id }) => rule_id !== "quality/duplicate");
    expect(flags.map(({ rule_id, severity }) => [rule_id, severity])).toEqual([
      ["quality/orientation", "high"],
    ]);
    expect(flags[0]?.title).toBe("Plate K-1 is held: it seems turned by 180°");
    expect(JSON.parse(flags[0]?.numbers ?? "{}")).toMatchObject({ best: "turned-180", limit: 12 });
  });

  test("shows what holds it, its scores, and a lamp to read it again", async () => {
    const view = viewOf(await readClassic("turned-180"));
    expect(view.summary).toMatchObject({
      quality: "fail",
      lamp: "re-read",
      lampCode: "PLATE_TURNED",
    });
    expect(view.summary.held).toMatch(/^Held: the plate seems turned by 180°: .*80 wells/);
    expect(view.orientation).toMatchObject({ verdict: "another-way-fits", standing: null });
    expect(view.orientation?.ways.map(({ turn }) => turn)).toEqual(["as-read", ...TURNS]);
    expect(view.comparisons[0]?.explanation.join(" ")).toMatch(/The plate seems turned/);
  });

  test.each(TURNS)(
    "%s: laid right by a person gives the numbers of the plate read right",
    async (turn) => {
      const right = resultOf(evaluate(await readClassic("as-read")));
      const read = await readClassic(turn);
      expect(resultOf(evaluate(read)).plates["K-1"]?.failReasons[0]).toBe("TURNED");
      expect(viewOf(read).summary.lampCode).toBe("PLATE_TURNED");
      say(read, { turn });
      const row = evaluate(read);
      const { orientation, suspicions, ...numbers } = resultOf(row);
      const { orientation: other, suspicions: none, ...wanted } = right;
      expect(numbers).toEqual(wanted);
      expect([orientation?.["K-1"]?.best, other?.["K-1"]?.best]).toEqual([turn, "as-read"]);
      expect([suspicions, none]).toEqual([{}, {}]);
      expect(JSON.parse(row.inputs).plates).toMatchObject([{ turn }]);
      expect(flagsOf(read).map(({ rule_id }) => rule_id)).toContain("combination/complete");
      expect(verifyStore(read.bench.store).findings).toEqual([]);
    },
  );

  test("once said so shows where each well was read, and who said it", async () => {
    const read = await readClassic("turned-180");
    say(read, {});
    const view = viewOf(read);
    expect(view.summary).toMatchObject({ held: null, quality: "pass" });
    const a1 = view.wells.find(({ well }) => well === "A1");
    const h12 = read.bench.store.readings.byId(view.provenance.readingId);
    const tokens = JSON.parse(h12?.body ?? "{}").planes[0].values;
    expect(a1).toMatchObject({ role: "blank", readAt: "H12", measurementToken: tokens[95].token });
    expect(view.orientation?.standing).toMatchObject({ turn: "turned-180", by: "reviewer" });
    const flag = flagsOf(read).find(({ arm }) => arm === "trametinib");
    const trace = traceFlag(read.bench.store, flag?.id ?? "");
    expect(trace.reading.turn).toBe("turned-180");
    expect(trace.wells.find(({ well }) => well === "A1")).toMatchObject({
      readAt: "H12",
      measurement: tokens[95].token.trim(),
    });
  });

  test("confirmed as read is not held any more, with the numbers as they are", async () => {
    const read = await readClassic("turned-180");
    const before = evaluate(read);
    say(read, { turn: "as-read", reason: "the label was looked at" });
    const after = evaluate(read);
    expect(resultOf(after).plates["K-1"]?.failReasons).toEqual([]);
    const view = viewOf(read);
    expect(view.summary.held).toBeNull();
    expect(view.orientation?.sentences[0]).toBe("reviewer says that the plate lay as read.");
    const foundation = (row: AnalysisRow) => ({
      inputs: row.inputs,
      settings: DEFAULT_SETTINGS,
      programVersion: row.program_version,
      provisional: true,
    });
    expect(causesBetween(read.bench.store, foundation(before), foundation(after))).toEqual([
      { kind: "turn", sentence: "how plate K-1 lay: nobody had said → “as read”" },
    ]);
  });

  test("read again as it should lie is not held, and what was said of the first reading stays with it", async () => {
    const read = await readClassic("turned-180");
    say(read, {});
    evaluate(read);
    await readAgain(read, "as-read", { clock: "06/03/2026 16:00:00", rereadReason: "lay turned" });
    const result = resultOf(evaluate(read));
    expect(result.plates["K-1"]?.failReasons).toEqual([]);
    expect(result.orientation?.["K-1"]?.verdict).toBe("fits");
    expect(viewOf(read).orientation?.standing).toBeNull();
    expect(verdictsOf(result)).toContainEqual(["trametinib", "complete"]);
  });
});

describe("saying how a plate lay", () => {
  test("moves masks with their numbers and keeps their reasons", async () => {
    const read = await readClassic("turned-180");
    const { store } = read.bench;
    const mask = { plateId: read.plateId, action: "mask" as const, by: "technician" };
    maskWell(store, { ...mask, well: "A2", reason: "bubble" });
    maskWell(store, { ...mask, well: "H11", reason: "no cells" });
    say(read, {});
    expect(standingMasks(store, read.plateId).map(({ well, reason }) => [well, reason])).toEqual([
      ["H11", "bubble (put on A2 by technician; the plate lay turned by 180°)"],
      ["A2", "no cells (put on H11 by technician; the plate lay turned by 180°)"],
    ]);
    expect(verifyStore(store).findings).toEqual([]);
  });

  test("is refused without a reason, without a name, for an unknown plate, and twice", async () => {
    const read = await readClassic("as-read");
    const refused = (more: Partial<TurnStatement>) => codeOf(() => say(read, more));
    expect(refused({ reason: "  " })).toBe("REQUEST_INVALID");
    expect(refused({ by: "" })).toBe("REQUEST_INVALID");
    expect(refused({ plateId: "none" })).toBe("PLATE_UNKNOWN");
    say(read, {});
    expect(refused({})).toBe("TURN_STANDS");
    expect(read.bench.store.turns.ofPlate(read.plateId)).toHaveLength(1);
  });

  test("is told by the audit trail, and cannot be changed afterwards", async () => {
    const read = await readClassic("as-read");
    say(read, { by: "technician", authorisedBy: "reviewer" });
    const entry = read.bench.store.journal.entries().find(({ action }) => action === "plate.turn");
    expect(entry).toMatchObject({ actor: "technician", subject: read.plateId });
    expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({
      turn: "turned-180",
      reason: "the notch was on the left",
      authorisedBy: "reviewer",
    });
  });
});

describe("a classic plate whose cells nothing kills", () => {
  test("turned cannot be told: it is not held, and its lamp asks for a look until somebody has looked", async () => {
    const read = await readClassic("turned-180", "flat");
    const view = viewOf(read);
    expect(view.orientation).toMatchObject({ verdict: "undecidable" });
    expect(view.summary).toMatchObject({
      held: null,
      lamp: "look",
      lampCode: "ORIENTATION_UNKNOWN",
    });
    expect(view.summary.sentences.at(-1)).toMatch(/^Nothing in the numbers tells .*turned by 180°/);
    expect(flagsOf(read).map(({ kind }) => kind)).not.toContain("combination");
    say(read, { turn: "as-read", reason: "the label was looked at" });
    const after = viewOf(read).summary;
    expect(after).toMatchObject({ held: null, quality: "pass" });
    expect(after.lampCode).not.toBe("ORIENTATION_UNKNOWN");
  });
});

test("a result of a version that did not look is shown as not checked", async () => {
  const read = await readClassic("as-read");
  evaluate(read);
  const plate = read.bench.store.plates.byId(read.plateId);
  if (plate === null) throw new Error("there is no plate");
  const evidence = understoodPlate(read.bench.store, plate);
  const { orientation: _, ...older } = resultOf(evaluate(read));
  expect(orientationView(evidence, { ...older })).toMatchObject({
    verdict: "not-checked",
    ways: [],
    best: null,
    standing: null,
  });
});
