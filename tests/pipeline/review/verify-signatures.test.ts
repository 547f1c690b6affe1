import { describe, expect, test } from "vitest";
import { chooseReading } from "../../../src/pipeline/review/choose-reading.ts";
import { commentPlate } from "../../../src/pipeline/review/comment-plate.ts";
import { verifyStore } from "../../../src/pipeline/verify-store.ts";
import type { Store } from "../../../src/store/open-store.ts";
import { dropTriggers, withDatabase } from "../../store/fresh-store.ts";
import {
  analyse,
  DE_WIT,
  LIND,
  mask,
  plateOf,
  readAgain,
  reviewBench,
  revoke,
  sign,
  VISSER,
} from "./review-bench.ts";

/** A signature that a change ended, one that was revoked, two that hold; a choice and a comment. */
async function reviewedStore(): Promise<Store> {
  const bench = await reviewBench();
  const { store } = bench;
  await sign(store, VISSER, { comment: "fine" });
  mask(store, "D4");
  await readAgain(bench, "06/03/2026 15:20:00");
  chooseReading(store, {
    plate: plateOf(store),
    version: 1,
    reason: "the second has a bubble",
    by: "B. Visser",
    authorisedBy: null,
  });
  analyse(store);
  commentPlate(store, { plate: plateOf(store), text: "seen", personId: "p-3", by: "E. Lind" });
  const { id } = await sign(store, LIND, { meaning: "reject" });
  await revoke(store, LIND, id);
  await sign(store, VISSER);
  await sign(store, DE_WIT);
  return store;
}

/** What somebody with the file in hand could do. */
function tamper(store: Store, sql: string): void {
  withDatabase(store.file, (db) => {
    db.pragma("foreign_keys = OFF");
    db.pragma("ignore_check_constraints = ON");
    dropTriggers(db);
    if (db.prepare(sql).run().changes === 0) throw new Error("the statement changed nothing");
  });
}

describe("verify", () => {
  test("finds nothing where nobody has touched anything", async () => {
    expect(verifyStore(await reviewedStore()).findings).toEqual([]);
  });

  test.each([
    ["UPDATE signature SET printed_name = 'E. Lind' WHERE comment = 'fine'", /signature .* audit/],
    ["UPDATE signature SET meaning = 'approve' WHERE meaning = 'reject'", /signature .* audit/],
    ["UPDATE signature SET signed_at_utc = '2020-01-01T00:00:00.000Z'", /signature .* audit/],
    ["UPDATE signature SET comment = 'good' WHERE comment = 'fine'", /signature .* audit/],
    [
      "UPDATE signature SET record_sha256 = (SELECT record_sha256 FROM signature ORDER BY rowid DESC) WHERE comment = 'fine'",
      /signature .* audit/,
    ],
    ["UPDATE signature SET plate_id = 'other'", /its record is that of another plate/],
    ["DELETE FROM signature WHERE comment = 'fine'", /signature .* is gone/],
    [
      "UPDATE signed_record SET body = replace(body, 'bubble', 'nothing')",
      /signed record .* not what was signed/,
    ],
    ["DELETE FROM signed_record", /its record is gone/],
    ["DELETE FROM signature_end WHERE kind = 'changed'", /end of signature .* is gone/],
    ["UPDATE signature_end SET reason = 'x' WHERE kind = 'revoked'", /end of signature .* audit/],
    ["UPDATE signature_end SET changes = '[]' WHERE kind = 'changed'", /end of signature .* audit/],
    ["UPDATE version_choice SET reason = 'x'", /choice .* audit/],
    ["DELETE FROM version_choice", /choice .* is gone/],
    ["UPDATE plate_comment SET text = 'x'", /comment .* audit/],
  ])("finds %s", async (sql, finding) => {
    const store = await reviewedStore();
    tamper(store, sql);
    expect(verifyStore(store).findings.join("\n")).toMatch(finding);
  });

  test("finds a signature that was put in", async () => {
    const store = await reviewedStore();
    tamper(
      store,
      "INSERT INTO signature SELECT 'forged', plate_id, 'p-9', 'X', role, meaning, comment, record_sha256, trail_seq, 1, signed_at_utc FROM signature LIMIT 1",
    );
    expect(verifyStore(store).findings).toContain(
      "signature forged is not what the audit trail tells",
    );
  });
});

test("the program itself cannot change or remove what people decided", async () => {
  const store = await reviewedStore();
  const tables = ["signature", "signature_end", "signed_record", "plate_comment", "version_choice"];
  for (const table of [...tables, "trail_opening"]) {
    withDatabase(store.file, (db) => {
      expect(() => db.prepare(`DELETE FROM ${table}`).run()).toThrow(/append-only/);
    });
  }
});
