import { readFileSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { plateRisk, RISK_RULES, type RiskFacts } from "../../src/api/plate-risk.ts";
import type { WorklistView } from "../../src/api/review-views.ts";
import { createWorklist, type Worklist } from "../../src/api/worklist.ts";
import type { WorklistQuestion } from "../../src/domain/worklist-index.ts";
import { fillWithStudy } from "../pipeline/paper-study.ts";
import {
  analyse,
  DE_WIT,
  mask,
  plateOf,
  reviewBench,
  sign,
  VISSER,
} from "../pipeline/review/review-bench.ts";
import { freshStore } from "../store/fresh-store.ts";

const QUIET: RiskFacts = {
  state: "open",
  lampCode: "GOOD",
  quality: "pass",
  suspicions: 0,
  held: false,
  readAgainstNumbers: false,
  classes: ["none"],
  fragile: 0,
  discordant: 0,
  masks: 0,
  readings: 1,
  chosen: false,
  comments: 0,
  provisional: false,
};

const EVERYTHING: WorklistQuestion = {
  states: [],
  lamps: [],
  verdicts: [],
  readers: [],
  marks: [],
  text: "",
  fromMs: null,
  untilMs: null,
  person: "",
};

function viewOf(list: Worklist, after: number | null = null): WorklistView {
  const page = { question: EVERYTHING, after: null, limit: 100 };
  return JSON.parse(after === null ? list.page(page) : list.changes(after)) as WorklistView;
}

describe("risk", () => {
  test("a plate that nothing speaks against still comes before what is decided", () => {
    expect(plateRisk(QUIET)).toEqual({ risk: 1, riskReasons: [] });
    expect(plateRisk({ ...QUIET, state: "approved", suspicions: 2 }).risk).toBe(0);
  });

  test("reasons stand heaviest first, and each counts once", () => {
    const facts: RiskFacts = { ...QUIET, classes: ["partial", "partial"], suspicions: 1, masks: 3 };
    expect(plateRisk(facts)).toEqual({
      risk: 1 + 100 + 45 + 15,
      riskReasons: ["suspicious numbers", "2 partial flags", "3 wells masked by people"],
    });
  });

  test("the weights are those of docs/review.md", () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/review.md"), "utf8");
    const told = [...page.matchAll(/^\| .* \| (\d+) \|$/gm)].map(([, weight]) => Number(weight));
    expect(told).toEqual(RISK_RULES.map(({ weight }) => weight));
  });
});

describe("the worklist", () => {
  test("shows a plate as it stands, and afterwards only what changed", async () => {
    const { store } = await reviewBench();
    const list = createWorklist(store);
    const first = viewOf(list);
    expect(first).toMatchObject({
      pending: 0,
      rows: [{ plateId: plateOf(store).id, state: "open", readBy: "technician", masks: 0 }],
    });
    expect(viewOf(list, first.lastEventId).rows).toEqual([]);
    mask(store, "D4");
    const second = viewOf(list, first.lastEventId);
    expect(second.rows).toMatchObject([{ masks: 1 }]);
    expect(viewOf(list, second.lastEventId).rows).toEqual([]);
  });

  test("a decided plate has no risk left and says who signed; a change brings it back", async () => {
    const { store } = await reviewBench();
    const list = createWorklist(store);
    await sign(store, VISSER);
    await sign(store, DE_WIT);
    expect(viewOf(list).rows).toMatchObject([
      { state: "approved", risk: 0, signedBy: ["B. Visser", "C. de Wit"] },
    ]);
    mask(store, "D4");
    const [row] = viewOf(list).rows;
    expect(row).toMatchObject({ state: "changed", signedBy: [] });
    expect(row?.riskReasons[0]).toBe("signatures no longer hold");
  });

  test("what changed while nobody listed it, or before the program ended, is in it at the next start", async () => {
    const { store } = await reviewBench();
    const before = viewOf(createWorklist(store));
    mask(store, "D4");
    analyse(store);
    const after = viewOf(createWorklist(store));
    expect(after.lastEventId).toBeGreaterThan(before.lastEventId);
    expect(after.rows).toMatchObject([{ masks: 1 }]);
  });
});

describe("when something is damaged or full", () => {
  test("a plate that cannot be understood is named, and the others are shown", async () => {
    const store = freshStore();
    await fillWithStudy(store);
    const thief = new SqliteDatabase(store.file);
    thief.exec("DROP TRIGGER analysis_fixed");
    thief.exec("UPDATE analysis SET result = '{' WHERE rowid = 1");
    thief.close();
    const list = createWorklist(store);
    let view = viewOf(list);
    for (let asked = 0; view.pending > 0 && asked < 20; asked += 1) view = viewOf(list);
    expect(view.notShown).toHaveLength(1);
    expect(view.rows).toHaveLength(6);
    expect(view.rows.map((row) => row.barcode)).not.toContain(view.notShown[0]);
  });

  test("a row that could not be kept is made again", async () => {
    const { store } = await reviewBench();
    const list = createWorklist(store);
    const before = viewOf(list);
    mask(store, "D4");
    const { inTransaction } = store;
    const full = new Error("the disk is full");
    Object.assign(store, {
      inTransaction: () => {
        throw full;
      },
    });
    expect(() => list.changes(before.lastEventId)).toThrow(full);
    Object.assign(store, { inTransaction });
    expect(viewOf(list, before.lastEventId).rows).toMatchObject([{ masks: 1 }]);
  });
});
