import { describe, expect, test } from "vitest";
import { connect, type Store } from "../../src/store/open-store.ts";
import { codeOf, freshFile, freshStore } from "./fresh-store.ts";
import { AT, insertEverything, insertTranscript } from "./store-rows.ts";

/** A column of each table that nobody may ever change. */
const APPEND_ONLY = [
  ["transcript", "reader_id"],
  ["transcript_item", "bytes"],
  ["transcript_end", "sha256"],
  ["reading", "body"],
  ["layout_revision", "body"],
  ["plate_version", "bound_by"],
  ["mask_event", "reason"],
  ["plate_turn_event", "turn"],
  ["analysis", "result"],
  ["flag", "title"],
  ["audit", "detail"],
  ["plan", "source"],
  ["settings_record", "body"],
  ["settings_version", "reason"],
  ["settings_choice", "version"],
  ["fingerprinted", "reading_id"],
  ["fingerprint", "key"],
  ["incident", "sentence"],
  ["incident_end", "sentence"],
  ["incident_note", "text"],
  ["reader_serial", "serial_number"],
] as const;

function withConnection(file: string, work: (db: ReturnType<typeof connect>) => void): void {
  const db = connect(file);
  try {
    work(db);
  } finally {
    db.close();
  }
}

function insertIncident(store: Store): void {
  const id = store.newId();
  store.incidents.insert({
    id,
    part: "disk",
    code: "disk-low",
    sentence: "test",
    began_at_utc: AT,
    noticed_at_utc: AT,
  });
  store.incidents.end(id, "test", AT);
  const note = { id: store.newId(), incident_id: id, text: "test", by_name: "test", at_utc: AT };
  store.incidents.insertNote(note);
  const serial = { reader_id: "bench-1", serial_number: "1701", model: "H1", seen_at_utc: AT };
  store.readerSerials.insert(serial);
}

function filledFile(): string {
  const file = freshFile();
  const store = freshStore(file);
  insertEverything(store);
  insertIncident(store);
  return file;
}

describe.each(APPEND_ONLY)("%s", (table, column) => {
  test.each([
    ["cannot be changed", `UPDATE ${table} SET ${column} = ${column}`],
    ["cannot be deleted", `DELETE FROM ${table}`],
    ["cannot be replaced", `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`],
  ])("%s", (_, sql) => {
    const file = filledFile();
    withConnection(file, (db) => {
      const rows = db.prepare(`SELECT * FROM ${table}`).all();
      expect(rows).not.toEqual([]);
      expect(codeOf(() => db.exec(sql))).toMatch(/^SQLITE_CONSTRAINT/);
      expect(db.prepare(`SELECT * FROM ${table}`).all()).toEqual(rows);
    });
  });
});

describe("a transcript", () => {
  test("takes no more bytes once it has ended", () => {
    const store = freshStore();
    const id = insertTranscript(store);
    store.transcripts.end(id, "done", null, store.nowUtc());
    const late = {
      transcript_id: id,
      seq: 9,
      direction: "rx" as const,
      bytes: Buffer.from("late"),
      at_utc: "",
      mono_us: 9,
    };
    expect(() => store.transcripts.append([late])).toThrow("this transcript has ended");
  });

  test("ends once", () => {
    const store = freshStore();
    const id = insertTranscript(store);
    store.transcripts.end(id, "done", null, store.nowUtc());
    expect(() => store.transcripts.end(id, "lost", null, store.nowUtc())).toThrow("UNIQUE");
    expect(store.transcripts.unended()).toEqual([]);
  });
});
