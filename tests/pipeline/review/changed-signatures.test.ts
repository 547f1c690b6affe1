import { describe, expect, test } from "vitest";
import { enterBlasts } from "../../../src/pipeline/identify-plate.ts";
import { maskWell } from "../../../src/pipeline/mask-well.ts";
import { sayTurn } from "../../../src/pipeline/orientation/say-turn.ts";
import { isAnalysisInStep } from "../../../src/pipeline/review/analysis-in-step.ts";
import { chooseReading } from "../../../src/pipeline/review/choose-reading.ts";
import { commentPlate } from "../../../src/pipeline/review/comment-plate.ts";
import { plateRecord } from "../../../src/pipeline/review/plate-record.ts";
import { signaturesOf } from "../../../src/pipeline/review/standing-signatures.ts";
import { startRun } from "../../../src/pipeline/start-run.ts";
import { LAYOUT, MTT } from "../paper-bench.ts";
import {
  analyse,
  BARCODE,
  DE_WIT,
  mask,
  plateOf,
  readAgain,
  reviewBench,
  sign,
  stateOf,
  VISSER,
} from "./review-bench.ts";

describe("a change ends signatures", () => {
  test("a mask, with what changed in the trail and one notice; taking it back brings nothing back", async () => {
    const { store } = await reviewBench();
    await sign(store, VISSER);
    await sign(store, DE_WIT);
    mask(store, "D4", "mask", "E. Lind");
    expect(stateOf(store)).toBe("changed");
    const voided = store.journal.entries().filter(({ action }) => action === "signature.voided");
    expect(voided).toHaveLength(2);
    expect(JSON.parse(voided[0]?.detail ?? "").changes).toContain("Well D4 is left out: “bubble”.");
    expect(store.notices.standingOn("signature-void", BARCODE)).toHaveLength(1);
    mask(store, "D4", "unmask");
    expect(stateOf(store)).toBe("changed");
    await sign(store, VISSER);
    expect(store.notices.standingOn("signature-void", BARCODE)).toEqual([]);
  });

  test("a mask whose analysis never came, also when it is taken off again", async () => {
    const { store } = await reviewBench();
    await sign(store, VISSER);
    await sign(store, DE_WIT);
    const said = { plateId: plateOf(store).id, well: "D4", reason: "bubble", by: "E. Lind" };
    maskWell(store, { ...said, action: "mask" });
    expect(store.review.allEnds()).toHaveLength(2);
    maskWell(store, { ...said, action: "unmask" });
    analyse(store);
    expect(stateOf(store)).toBe("changed");
  });

  test("other blasts, also where nothing has been analysed yet; the same ones end none", async () => {
    const { store } = await reviewBench();
    const enter = (percent: number): void =>
      store.inTransaction(() => {
        const sample = store.samples.byId(plateOf(store).sample_id);
        if (sample !== null) enterBlasts(store, sample, percent, "E. Lind");
      });
    enter(90);
    analyse(store);
    await sign(store, VISSER);
    enter(90);
    expect(stateOf(store)).toBe("reviewed");
    enter(10);
    expect(store.review.allEnds()).toHaveLength(1);
    enter(90);
    analyse(store);
    expect(stateOf(store)).toBe("changed");
    const [signature] = signaturesOf(store, plateOf(store));
    expect(JSON.parse(signature?.end?.changes ?? "[]")).toContain("Blasts on day 4: 90 % → 10 %.");
  });

  test("a run that says other blasts, at once and not when its plate comes", async () => {
    const bench = await reviewBench();
    const { store } = bench;
    await sign(store, VISSER);
    const statement = { barcode: "A-2", sample: "A", layoutId: LAYOUT, operator: "technician" };
    startRun(
      bench.store,
      bench.layouts,
      bench.reader,
      { ...statement, blastsDay4Percent: 12 },
      MTT,
      () => analyse(store),
    );
    expect(stateOf(store)).toBe("changed");
    expect(isAnalysisInStep(store, plateOf(store))).toBe(true);
  });

  test("a further reading, a choice of the earlier one, and again a further one", async () => {
    const bench = await reviewBench();
    const { store } = bench;
    await sign(store, VISSER);
    await readAgain(bench, "06/03/2026 15:20:00");
    expect(stateOf(store)).toBe("changed");
    await sign(store, VISSER);
    expect(stateOf(store)).toBe("reviewed");
    chooseReading(store, {
      plate: plateOf(store),
      version: 1,
      reason: "the second has a bubble",
      by: "B. Visser",
      authorisedBy: null,
    });
    analyse(store);
    expect(plateRecord(store, plateOf(store)).record.inputs.version).toBe(1);
    expect(stateOf(store)).toBe("changed");
    await sign(store, VISSER);
    await readAgain(bench, "06/03/2026 15:40:00");
    expect(plateRecord(store, plateOf(store)).record.inputs.version).toBe(3);
    expect(stateOf(store)).toBe("changed");
  });

  test("how the plate lay", async () => {
    const { store } = await reviewBench();
    await sign(store, VISSER);
    const statement = { plateId: plateOf(store).id, by: "B. Visser", authorisedBy: null };
    sayTurn(store, { ...statement, turn: "turned-180", reason: "seen on the picture" });
    analyse(store);
    expect(stateOf(store)).toBe("changed");
    const [signature] = signaturesOf(store, plateOf(store));
    expect(JSON.parse(signature?.end?.changes ?? "[]")).toContain(
      "How the plate lay in the reader: not said → turned by 180°.",
    );
  });

  test("an analysis with the same numbers ends none", async () => {
    const { store } = await reviewBench();
    await sign(store, VISSER);
    analyse(store);
    commentPlate(store, { plate: plateOf(store), text: "fine", personId: "p-3", by: "E. Lind" });
    expect(stateOf(store)).toBe("reviewed");
  });
});
