/** Every action of the audit trail has a sentence for people. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TRAIL_SENTENCES, trailEntryView } from "../../src/api/trail-sentences.ts";
import type { AuditRow } from "../../src/store/journal.ts";
import { freshStore } from "../store/fresh-store.ts";

const SRC = join(import.meta.dirname, "../../src");

function actionsInSource(): readonly string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.startsWith("web"),
  );
  const found = files.flatMap((name) => [
    ...readFileSync(join(SRC, name), "utf8").matchAll(
      /(?:action: |audit\((?:[\w.]+, )?)"([a-z]+\.[a-z-]+)"/g,
    ),
  ]);
  return [...new Set(found.map(([, action = ""]) => action))];
}

function entry(action: string, detail: object): AuditRow {
  return {
    seq: 1,
    at_utc: "2026-03-06T14:00:00.000Z",
    actor: "B. Visser",
    action,
    subject: "p-1",
    detail: JSON.stringify(detail),
    prev_sha256: "0",
    sha256: "1",
  };
}

test("no action is told by its bare name", () => {
  const actions = actionsInSource();
  expect(actions.length).toBeGreaterThan(25);
  expect(actions.filter((action) => !TRAIL_SENTENCES.has(action))).toEqual([]);
});

test("a sentence ends with who authorised it, and the reason stands apart", () => {
  const view = trailEntryView(
    freshStore(),
    entry("well.mask", { well: "D4", reason: "bubble", authorisedBy: "C. de Wit" }),
  );
  expect(view).toMatchObject({
    sentence: "Well D4 left out. Authorised by C. de Wit.",
    reason: "bubble",
    actor: "B. Visser",
  });
});

test("what a command was told is no word of somebody who was signed in", () => {
  const detail = { barcode: "A-1", reader_id: "reader-1", through: "command" };
  const { sentence } = trailEntryView(freshStore(), entry("run.start", detail));
  expect(sentence).toMatch(/ By a command, not by somebody who was signed in\.$/);
});

test("what ended a signature is told with it", () => {
  const detail = {
    printedName: "C. de Wit",
    meaning: "approve",
    changes: ["Well D4 is left out: “bubble”."],
  };
  expect(trailEntryView(freshStore(), entry("signature.voided", detail)).sentence).toBe(
    "Signature of C. de Wit (approve) does not hold any more. Well D4 is left out: “bubble”.",
  );
});

test("a sentence names what is not in the store by what it is", () => {
  expect(trailEntryView(freshStore(), entry("run.captured", { sentence: null }))).toMatchObject({
    sentence: "The plate was captured.",
    subjectName: null,
  });
});
