import { describe, expect, test } from "vitest";
import { sayTurn } from "../../../src/pipeline/orientation/say-turn.ts";
import { chooseReading } from "../../../src/pipeline/review/choose-reading.ts";
import { commentPlate } from "../../../src/pipeline/review/comment-plate.ts";
import { plateRecord } from "../../../src/pipeline/review/plate-record.ts";
import { signaturesOf } from "../../../src/pipeline/review/standing-signatures.ts";
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
