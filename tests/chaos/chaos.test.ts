/** The short version of `npm run chaos`; and its checker, checked: whatever is done to a database, it must say so. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChaosRecord } from "./chaos-record.ts";
import { checkChaos } from "./check-chaos.ts";
import { ALL_FAULTS } from "./fault-kinds.ts";
import { playChaos } from "./play-chaos.ts";
import { ownProof, possibleFaults, undisturbedVerdicts } from "./play-chapters.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";

const SEED = 7;
const PHASE_MS = 10_000;
const possible = possibleFaults(ALL_FAULTS);
const without = possible.skipped.length === 0 ? "" : ` (without ${possible.skipped.join("; ")})`;

const folder = mkdtempSync(join(tmpdir(), "platewarden-chaos-"));
let disk: SmallDisk | null = null;
let undisturbed: ReadonlyMap<string, string>;
let record: ChaosRecord;

beforeAll(async () => {
  const place = join(folder, "disturbed");
  disk = possible.withDisk ? mountSmallDisk(join(place, "data")) : null;
  const disturbed = playChaos({
    folder: place,
    seed: SEED,
    kinds: possible.kinds,
    readers: 4,
    others: true,
    phases: 1,
    phaseMs: PHASE_MS,
    variants: 1,
    more: 20,
    withHost: possible.withHost,
    disk,
    say: () => undefined,
  });
  [undisturbed, record] = await Promise.all([
    undisturbedVerdicts(join(folder, "undisturbed"), 1),
    disturbed,
  ]);
}, 240_000);

afterAll(() => {
  disk?.unmount();
  rmSync(folder, { recursive: true, force: true });
});

test(`all faults together lose, double and change nothing${without}`, async () => {
  const { passed, failures } = checkChaos(record, undisturbed, true);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(50);
  expect(await ownProof(record.databaseFile)).toMatchObject({ failures: [] });
});

test("the daemon was killed again and again, and most other kinds of faults came in between", () => {
  expect(record.kills).toBeGreaterThanOrEqual(4);
  // A few may find nothing to do: no bytes to damage, a disk that is just in use.
  expect(record.counts.size).toBeGreaterThanOrEqual(Math.floor(possible.kinds.length * 0.7));
});

test("every sample of the study has a verdict, as undisturbed", () => {
  const names = new Set([...record.plates.values()].map(({ sample }) => sample));
  expect([...undisturbed.keys()].filter((name) => !names.has(name))).toEqual([]);
});

/** The tables as they are, without what guards them; then something is done to them. */
function tampered(name: string, statements: readonly string[]): ChaosRecord {
  const file = join(folder, `${name.replaceAll(" ", "-")}.db`);
  const source = new SqliteDatabase(record.databaseFile, { readonly: true });
  source.prepare("VACUUM INTO ?").run(file);
  source.close();
  const db = new SqliteDatabase(file);
  db.pragma("synchronous = OFF");
  const triggers = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    .pluck()
    .all();
  db.pragma("foreign_keys = OFF");
  db.exec(triggers.map((trigger) => `DROP TRIGGER "${trigger}";`).join("\n"));
  for (const statement of statements) expect(db.prepare(statement).run().changes).toBe(1);
  db.close();
  return { ...record, databaseFile: file };
}

const STUDY_PLATE = "SELECT id FROM plate WHERE barcode = 'V0-B-1'";
const ITEM = `SELECT i.transcript_id, i.seq FROM transcript_item i JOIN transcript t ON t.id = i.transcript_id
  WHERE i.direction = 'rx' AND length(i.bytes) > 8 AND t.reader_id = 'tcp' ORDER BY t.rowid, i.seq LIMIT 1`;

test.each([
  {
    what: "a lost plate",
    statements: [`DELETE FROM plate_version WHERE plate_id = (${STUDY_PLATE})`],
    says: /^plate V0-B-1 is in the database 0 times$/,
  },
  {
    what: "a lost reading",
    statements: [
      `DELETE FROM reading WHERE id = (SELECT reading_id FROM plate_version WHERE plate_id = (${STUDY_PLATE}))`,
    ],
    says: /^plate V0-B-1 is in the database 0 times$/,
  },
  {
    what: "a doubled plate",
    statements: [
      `INSERT INTO reading SELECT 'twice', reader_id, NULL, NULL, 'none', 0, 'none', '{}', driver_id, driver_version,
         verification, 'file', outcome, NULL, body, content_sha256, numbers_sha256, rejected, fault, sentence, captured_at_utc
       FROM reading WHERE id = (SELECT reading_id FROM plate_version WHERE plate_id = (${STUDY_PLATE}))`,
      `INSERT INTO plate_version SELECT plate_id, version + 1, 'twice', run_id, bound_by, bound_because, 'again', bar_reason, bound_at_utc
       FROM plate_version WHERE plate_id = (${STUDY_PLATE})`,
    ],
    says: /^plate V0-B-1 is in the database 2 times$/,
  },
  {
    what: "a wrong patient",
    statements: [
      `UPDATE plate_version SET plate_id = (SELECT id FROM plate WHERE barcode = 'V0-C-1'), version = 9 WHERE plate_id = (${STUDY_PLATE})`,
    ],
    says: /^the numbers of plate V0-B-1 are bound to plate V0-C-1$/,
  },
  {
    what: "a changed number",
    statements: [
      `UPDATE reading SET body = replace(body, '"absorbance":0.', '"absorbance":1.')
       WHERE id = (SELECT reading_id FROM plate_version WHERE plate_id = (${STUDY_PLATE}))`,
    ],
    says: /is no plate's that was there$/,
  },
  {
    what: "a missing byte",
    statements: [
      `UPDATE transcript_item SET bytes = substr(bytes, 2) WHERE (transcript_id, seq) = (${ITEM})`,
    ],
    says: /^reader tcp: the bytes of connection \d+ of \d+ are not those in the transcripts$/,
  },
  {
    what: "a changed byte",
    statements: [
      `UPDATE transcript_item SET bytes = CAST(x'00' || substr(bytes, 2) AS BLOB) WHERE (transcript_id, seq) = (${ITEM})`,
    ],
    says: /^reader tcp: the bytes of connection \d+ of \d+ are not those in the transcripts$/,
  },
  {
    what: "a changed verdict",
    statements: [
      `UPDATE analysis SET result = replace(result, '"class":"', '"class":"not ')
       WHERE rowid = (SELECT max(a.rowid) FROM analysis a JOIN sample s ON s.id = a.sample_id WHERE s.name = 'V0-B')`,
    ],
    says: /^the verdict of sample V0-B is another one than undisturbed$/,
  },
  {
    what: "a run that is gone",
    statements: [
      "UPDATE run SET id = 'nowhere' WHERE rowid = (SELECT max(n.rowid) FROM run n WHERE n.state = 'captured')",
    ],
    says: /^run \S+ was accepted and is not there$/,
  },
  {
    what: "a verdict that is gone",
    statements: [
      `UPDATE analysis SET sample_id = 'nobody' WHERE rowid =
         (SELECT max(a.rowid) FROM analysis a JOIN sample s ON s.id = a.sample_id WHERE s.name = 'V0-B')`,
    ],
    says: /V0-B/,
  },
])("the checker finds $what", ({ what, statements, says }) => {
  const { failures } = checkChaos(tampered(what, statements), undisturbed, true);
  expect(failures).toContainEqual(expect.stringMatching(says));
});

test("the checker finds a second daemon that works, and one that ended by a bug", () => {
  const bug = { code: 1, signal: null, said: "TypeError: STORE_FULL of undefined" };
  const { failures } = checkChaos(
    { ...record, seconds: ["it works"], ownEnds: [bug] },
    undisturbed,
    true,
  );
  expect(failures).toContainEqual("a second daemon was not refused: it works");
  expect(failures).toContainEqual(
    expect.stringMatching(/^the daemon ended by itself with 1: TypeError/),
  );
});
