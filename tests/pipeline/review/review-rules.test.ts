import { describe, expect, test } from "vitest";
import { PlatewardenError } from "../../../src/domain/errors.ts";
import { chooseReading } from "../../../src/pipeline/review/choose-reading.ts";
import { commentPlate } from "../../../src/pipeline/review/comment-plate.ts";
import { heldSentence } from "../../../src/pipeline/review/held-sentence.ts";
import { plateRecord } from "../../../src/pipeline/review/plate-record.ts";
import { openTrail } from "../../../src/pipeline/review/plate-trail.ts";
import { signableMeanings } from "../../../src/pipeline/review/sign-rules.ts";
import { signaturesOf } from "../../../src/pipeline/review/standing-signatures.ts";
import type { Store } from "../../../src/store/open-store.ts";
import { codeOf } from "../../store/fresh-store.ts";
import {
  analyse,
  BARCODE,
  DE_WIT,
  LIND,
  mask,
  plateOf,
  READER_PERSON,
  readAgain,
  refusalOf,
  reviewBench,
  revoke,
  sign,
  stateOf,
  VISSER,
} from "./review-bench.ts";

/** Everything that a refusal must leave as it was. */
function counts(store: Store): readonly number[] {
  return [
    store.review.allSignatures().length,
    store.review.allEnds().length,
    store.review.allRecords().length,
    store.journal.entries().length,
  ];
}

describe("signing", () => {
  test("holds name, role, meaning, comment, time and the record, and the trail tells of it", async () => {
    const { store } = await reviewBench();
    const { sha256, body } = plateRecord(store, plateOf(store));
    const row = await sign(store, VISSER, { comment: "curves look right" });
    expect(row).toMatchObject({
      printed_name: "B. Visser",
      role: "reviewer",
      meaning: "approve",
      comment: "curves look right",
      record_sha256: sha256,
    });
    expect(store.review.record(sha256)).toBe(body);
    const entry = store.journal.entries().find(({ seq }) => seq === row.audit_seq);
    expect(entry).toMatchObject({
      actor: "B. Visser",
      action: "signature.given",
      at_utc: row.signed_at_utc,
    });
    expect(JSON.parse(entry?.detail ?? "")).toMatchObject({
      recordSha256: sha256,
      meaning: "approve",
    });
  });

  test("two different persons approve; one alone does not", async () => {
    const { store } = await reviewBench();
    expect(stateOf(store)).toBe("open");
    await sign(store, VISSER);
    expect(stateOf(store)).toBe("reviewed");
    expect(await refusalOf(sign(store, VISSER))).toBe("ALREADY_SIGNED");
    expect(stateOf(store)).toBe("reviewed");
    await sign(store, DE_WIT);
    expect(stateOf(store)).toBe("approved");
    expect(await refusalOf(sign(store, LIND))).toBe("DECISION_STANDS");
  });

  test("needs the password again at every signature, and stores nothing with a wrong one", async () => {
    const { store } = await reviewBench();
    openTrail(store, plateOf(store), VISSER.personId);
    const before = counts(store);
    expect(await refusalOf(sign(store, VISSER, { password: "wrong" }))).toBe(
      "SIGNATURE_PASSWORD_WRONG",
    );
    expect(counts(store)).toEqual(before);
  });

  test("is slowed down as at sign-in, by whoever checks passwords", async () => {
    const { store } = await reviewBench();
    const slowed = async () => {
      throw new PlatewardenError("SIGN_IN_SLOWED", "Wait.");
    };
    expect(await refusalOf(sign(store, VISSER, { parts: { verifyPassword: slowed } }))).toBe(
      "SIGN_IN_SLOWED",
    );
  });

  test("needs the plate's trail opened up to its newest entry", async () => {
    const { store } = await reviewBench();
    expect(await refusalOf(sign(store, VISSER, { opens: false }))).toBe("TRAIL_NOT_SEEN");
    openTrail(store, plateOf(store), VISSER.personId);
    commentPlate(store, {
      plate: plateOf(store),
      text: "look at D4",
      personId: "p-3",
      by: "E. Lind",
    });
    expect(await refusalOf(sign(store, VISSER, { opens: false }))).toBe("TRAIL_NOT_SEEN");
    openTrail(store, plateOf(store), DE_WIT.personId);
    expect(await refusalOf(sign(store, VISSER, { opens: false }))).toBe("TRAIL_NOT_SEEN");
    await expect(sign(store, VISSER)).resolves.toMatchObject({ meaning: "approve" });
  });

  test("is refused for a record that does not stand any more, and says what changed", async () => {
    const { store } = await reviewBench();
    const seen = plateRecord(store, plateOf(store));
    mask(store, "D4");
    openTrail(store, plateOf(store), DE_WIT.personId);
    const before = counts(store);
    const refused = sign(store, DE_WIT, {
      recordSha256: seen.sha256,
      parts: { shown: (sha256) => (sha256 === seen.sha256 ? seen.record : null) },
    });
    await expect(refused).rejects.toMatchObject({
      code: "RECORD_CHANGED",
      message: expect.stringContaining("Well D4 is left out: “bubble”."),
    });
    expect(counts(store)).toEqual(before);
  });

  test("is refused when the plate changes while the password is checked", async () => {
    const { store } = await reviewBench();
    const changing = async () => {
      mask(store, "D4");
      return true;
    };
    expect(await refusalOf(sign(store, VISSER, { parts: { verifyPassword: changing } }))).toBe(
      "RECORD_CHANGED",
    );
    expect(store.review.allSignatures()).toEqual([]);
  });

  test("nobody approves a plate that they have read; rejecting it is possible", async () => {
    const { store } = await reviewBench();
    expect(await refusalOf(sign(store, READER_PERSON))).toBe("OWN_PLATE");
    expect(await refusalOf(sign(store, { ...READER_PERSON, name: " Technician " }))).toBe(
      "OWN_PLATE",
    );
    for (const name of ["\u00a0TECHNICIAN", "ｔｅｃｈｎｉｃｉａｎ"])
      expect(await refusalOf(sign(store, { ...READER_PERSON, name }))).toBe("OWN_PLATE");
    await sign(store, READER_PERSON, { meaning: "reject" });
    expect(stateOf(store)).toBe("rejected");
  });

  test("waits until the sample is analysed as it stands", async () => {
    const bench = await reviewBench();
    const { store } = bench;
    mask(store, "D4");
    store.samples.setBlasts(plateOf(store).sample_id, 80);
    expect(await refusalOf(sign(store, VISSER))).toBe("ANALYSIS_BEHIND");
    analyse(store);
    await expect(sign(store, VISSER)).resolves.toMatchObject({ meaning: "approve" });
  });

  test("a provisional plate can be signed, and its record says so", async () => {
    const { store } = await reviewBench();
    const { record } = plateRecord(store, plateOf(store));
    expect(record.provisional).toBe(true);
    await sign(store, VISSER);
    const [signed] = store.review.allRecords();
    expect(JSON.parse(signed?.body ?? "")).toMatchObject({ provisional: true });
  });
});

describe("a decision", () => {
  test.each([
    ["reject", "rejected"],
    ["ask for a repeat", "repeat-asked"],
  ] as const)("%s by one person makes the plate %s until it is revoked", async (meaning, state) => {
    const { store } = await reviewBench();
    await sign(store, VISSER);
    const against = await sign(store, DE_WIT, { meaning });
    expect(stateOf(store)).toBe(state);
    expect(await refusalOf(sign(store, LIND))).toBe("DECISION_STANDS");
    await revoke(store, LIND, against.id);
    expect(stateOf(store)).toBe("reviewed");
    await sign(store, LIND);
    expect(stateOf(store)).toBe("approved");
  });

  test("is told to the person before they try: what they may sign, and why not more", async () => {
    const { store } = await reviewBench();
    const plate = plateOf(store);
    expect(signableMeanings(store, plate, VISSER)).toEqual({
      meanings: [],
      why: `The trail of plate ${BARCODE} has entries that B. Visser has not opened.`,
    });
    openTrail(store, plate, VISSER.personId);
    expect(signableMeanings(store, plate, VISSER)).toEqual({
      meanings: ["approve", "reject", "ask for a repeat"],
      why: null,
    });
    openTrail(store, plate, READER_PERSON.personId);
    expect(signableMeanings(store, plate, READER_PERSON)).toEqual({
      meanings: ["reject", "ask for a repeat"],
      why: expect.stringContaining("cannot approve it"),
    });
  });
});

describe("revoking", () => {
  test("needs a reason and a password, keeps the signature visible, and is in the trail", async () => {
    const { store } = await reviewBench();
    const { id } = await sign(store, VISSER);
    expect(await refusalOf(revoke(store, VISSER, id, { reason: "  " }))).toBe("REQUEST_INVALID");
    expect(await refusalOf(revoke(store, VISSER, id, { password: "wrong" }))).toBe(
      "SIGNATURE_PASSWORD_WRONG",
    );
    expect(await refusalOf(revoke(store, VISSER, "nothing"))).toBe("SIGNATURE_UNKNOWN");
    await revoke(store, DE_WIT, id);
    expect(stateOf(store)).toBe("open");
    const [signature] = signaturesOf(store, plateOf(store));
    expect(signature).toMatchObject({
      standing: "revoked",
      end: { by_name: "C. de Wit", reason: "signed too early" },
    });
    expect(store.journal.entries().at(-1)).toMatchObject({
      action: "signature.revoked",
      actor: "C. de Wit",
    });
    expect(await refusalOf(revoke(store, VISSER, id))).toBe("SIGNATURE_ENDED");
  });
});

describe("what was recorded changes only with a reason", () => {
  test("of choices and comments", async () => {
    const bench = await reviewBench();
    const { store } = bench;
    await readAgain(bench, "06/03/2026 15:20:00");
    const plate = plateOf(store);
    const said = { plate, reason: "right", by: "B. Visser", authorisedBy: null };
    expect(codeOf(() => chooseReading(store, { ...said, version: 1, reason: " " }))).toBe(
      "REQUEST_INVALID",
    );
    expect(codeOf(() => chooseReading(store, { ...said, version: 7 }))).toBe("VERSION_UNKNOWN");
    expect(codeOf(() => chooseReading(store, { ...said, version: 2 }))).toBe("VERSION_COUNTS");
    chooseReading(store, { ...said, version: 1, authorisedBy: "C. de Wit" });
    expect(JSON.parse(store.journal.entries().at(-1)?.detail ?? "")).toMatchObject({
      version: 1,
      before: 2,
      reason: "right",
      authorisedBy: "C. de Wit",
    });
    expect(
      codeOf(() => commentPlate(store, { plate, text: " ", personId: "p-1", by: "B. Visser" })),
    ).toBe("REQUEST_INVALID");
  });
});

describe("a plate that seems turned", () => {
  test("is held until somebody has said how it lay", async () => {
    const { store } = await reviewBench();
    const { record } = plateRecord(store, plateOf(store));
    const turned = {
      ...record,
      result: { ...record.result, orientation: { [BARCODE]: { verdict: "another-way-fits" } } },
    };
    expect(heldSentence(turned)).toContain("nobody has said how it lay");
    expect(heldSentence({ ...turned, inputs: { ...record.inputs, turn: "as-read" } })).toBeNull();
    expect(heldSentence(record)).toBeNull();
  });
});
