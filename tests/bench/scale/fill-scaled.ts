/**
 * A database as after many years, out of one with real plates: by SQL, every table with as many rows a plate as the real
 * ones have. The long texts (readings, transcripts, results) are whole for one plate in fifty and for the real ones,
 * and shortened for the others, so that a plate takes less than 10 kB; their fingerprints are left out likewise.
 * Nothing that is measured reads a shortened text. The ledger is not made for the filled rows: `verify` would find them.
 */
import SqliteDatabase, { type Database } from "better-sqlite3";
import { migrate } from "../../../src/store/migrate.ts";

const WHOLE_OF = 50;
/** Copies in one transaction. */
const TOGETHER = 10;
/** So much earlier each copy was read than the next. */
const BETWEEN_COPIES_MS = 10 * 60 * 1000 * 1000;

/**
 * An id or hash of the real rows as that of a copy: of its own, of the same length, and in the order of the copies, as
 * ids are in the order of time.
 */
const copied = (column: string): string => `@tag || substr(${column}, 7)`;
const earlier = (column: string): string =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', ${column}, '-' || @shiftS || ' seconds')`;
const named = (column: string): string => `@prefix || ${column}`;
const cut = (column: string, short: string): string => `iif(@whole, ${column}, ${short})`;

/** What differs in a copy, by table and column; every other column is as it was. */
const COPIED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sample: { id: copied("id"), name: named("name"), patient: named("patient") },
  transcript: {
    id: copied("id"),
    request: cut("request", "'{}'"),
    run_id: copied("run_id"),
    opened_at_utc: earlier("opened_at_utc"),
  },
  transcript_end: { transcript_id: copied("transcript_id"), ended_at_utc: earlier("ended_at_utc") },
  run: {
    id: copied("id"),
    barcode: named("barcode"),
    sample_id: copied("sample_id"),
    requested_at_utc: earlier("requested_at_utc"),
    ended_at_utc: earlier("ended_at_utc"),
  },
  reading: {
    id: copied("id"),
    transcript_id: copied("transcript_id"),
    run_id: copied("run_id"),
    body: cut("body", "'{}'"),
    content_sha256: copied("content_sha256"),
    captured_at_utc: earlier("captured_at_utc"),
  },
  plate: {
    id: copied("id"),
    barcode: named("barcode"),
    sample_id: copied("sample_id"),
    created_at_utc: earlier("created_at_utc"),
  },
  plate_version: {
    plate_id: copied("plate_id"),
    reading_id: copied("reading_id"),
    run_id: copied("run_id"),
    bound_at_utc: earlier("bound_at_utc"),
  },
  analysis: {
    id: copied("id"),
    sample_id: copied("sample_id"),
    supersedes: copied("supersedes"),
    inputs: cut("inputs", "'{}'"),
    result: cut("result", "'{}'"),
    created_at_utc: earlier("created_at_utc"),
  },
  flag: {
    id: copied("id"),
    analysis_id: copied("analysis_id"),
    plate_id: copied("plate_id"),
    reasons: cut("reasons", "'[]'"),
    numbers: cut("numbers", "'{}'"),
    raised_at_utc: earlier("raised_at_utc"),
  },
  change: { id: "id + @copy * @changes", subject: copied("subject"), at_utc: earlier("at_utc") },
  audit: {
    seq: "seq + @copy * @entries",
    at_utc: earlier("at_utc"),
    subject: copied("subject"),
    detail: cut("detail", "'{}'"),
    prev_sha256: copied("prev_sha256"),
    sha256: copied("sha256"),
  },
  notice: {
    id: copied("id"),
    subject: named("subject"),
    plate_id: copied("plate_id"),
    once: named("once"),
    raised_at_utc: earlier("raised_at_utc"),
  },
  fingerprinted: { number: "number + @copy * @numbers", reading_id: copied("reading_id") },
  plate_digest: {
    seq: "seq + @copy * @digests",
    plate_id: copied("plate_id"),
    number: "number + @copy * @digestNumbers",
    place: "place + @copy * @entries",
    captured_ms: "captured_ms - @shiftMs",
    text: "lower(@prefix) || replace(text, char(10), char(10) || lower(@prefix))",
    body: `json_set(body, '$.plateId', ${copied("json_extract(body, '$.plateId')")},
      '$.barcode', ${named("json_extract(body, '$.barcode')")},
      '$.sample', ${named("json_extract(body, '$.sample')")},
      '$.patient', ${named("json_extract(body, '$.patient')")},
      '$.order', json_extract(body, '$.order') + @copy * @entries,
      '$.capturedAtUtc', ${earlier("json_extract(body, '$.capturedAtUtc')")})`,
  },
  worklist_place: { place: "place + @copy * @entries", seq: "seq + @copy * @digests" },
};

/** Rows of which only those of whole copies are filled in: `share` of them for the others. */
const ONLY_WHOLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  transcript_item: { transcript_id: copied("transcript_id") },
  // Windows of other numbers: no two plates of a bench share them by accident.
  fingerprint: {
    key: "(key + @copy * 104729 * 65537) % 9007199254740991",
    number: "number + @copy * @numbers",
  },
};

/** Of a shortened copy the conversation is one item, so that its transcript is not empty. */
const ONE_ITEM: Readonly<Record<string, string>> = {
  transcript_id: copied("transcript_id"),
  bytes: "x'2e'",
};

export interface Filled {
  readonly plates: number;
  readonly bytesPerPlate: number;
}

/** Fills `file` with the real plates of `realFile` and copies of them, the real ones last. The daemon may not run on either. */
export function fillScaled(
  realFile: string,
  file: string,
  plates: number,
  onCopy: (done: number, of: number) => void = () => undefined,
): Filled {
  const db = new SqliteDatabase(file);
  try {
    migrate(db, file);
    db.pragma("foreign_keys = OFF");
    db.pragma("journal_mode = MEMORY");
    db.pragma("synchronous = OFF");
    db.pragma("locking_mode = EXCLUSIVE");
    db.pragma("cache_size = -1500000");
    db.pragma("temp_store = MEMORY");
    db.prepare("ATTACH ? AS real").run(realFile);
    const real = Number(db.prepare("SELECT count(*) FROM real.plate").pluck().get());
    const copies = Math.max(0, Math.round(plates / real) - 1);
    const rebuild = dropHelpers(db);
    copyAll(db, copies, onCopy);
    addReal(db, copies);
    settle(db, copies);
    rebuild();
    const pages = Number(db.pragma("page_count", { simple: true }));
    const pageSize = Number(db.pragma("page_size", { simple: true }));
    const filled = real * (copies + 1);
    return { plates: filled, bytesPerPlate: (pages * pageSize) / filled };
  } finally {
    db.close();
  }
}

/** Without triggers and indexes filling is many times as fast; the returned function makes them again. */
function dropHelpers(db: Database): () => void {
  const helpers = db
    .prepare<[], { type: string; name: string; sql: string }>(
      "SELECT type, name, sql FROM main.sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL",
    )
    .all();
  for (const { type, name } of helpers) db.exec(`DROP ${type} main."${name}"`);
  return () => {
    for (const { sql } of helpers) db.exec(sql);
  };
}

function columnsOf(db: Database, table: string): readonly string[] {
  return db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?) ORDER BY cid")
    .pluck()
    .all(table);
}

function copyInto(
  db: Database,
  table: string,
  changed: Readonly<Record<string, string>>,
  where = "1",
): (values: Readonly<Record<string, unknown>>) => void {
  const columns = columnsOf(db, table);
  const selected = columns.map((column) => changed[column] ?? `"${column}"`).join(", ");
  const hasRowid = db
    .prepare<[string], number>(
      "SELECT wr = 0 FROM pragma_table_list WHERE schema = 'main' AND name = ?",
    )
    .pluck()
    .get(table);
  const statement = db.prepare(
    `INSERT INTO main."${table}" SELECT ${selected} FROM real."${table}" WHERE ${where} ${hasRowid === 1 ? "ORDER BY rowid" : ""}`,
  );
  // Of all values each statement takes those that it names.
  return (values) => void statement.run(values);
}

function most(db: Database, sql: string): number {
  return Number(
    db
      .prepare(`SELECT coalesce(max(${sql.split(".")[1]}), 0) FROM real.${sql.split(".")[0]}`)
      .pluck()
      .get(),
  );
}

function copyAll(db: Database, copies: number, onCopy: (done: number, of: number) => void): void {
  const every = Object.entries(COPIED).map(([table, changed]) => copyInto(db, table, changed));
  const whole = Object.entries(ONLY_WHOLE).map(([table, changed]) => copyInto(db, table, changed));
  const oneItem = copyInto(db, "transcript_item", ONE_ITEM, "seq = 0");
  const numbers = {
    changes: most(db, "change.id"),
    entries: most(db, "audit.seq"),
    numbers: most(db, "fingerprinted.number"),
    digests: most(db, "plate_digest.seq"),
    digestNumbers: most(db, "plate_digest.number"),
  };
  for (let copy = 0; copy < copies; copy += 1) {
    const ago = copies - copy;
    const isWhole = copy % WHOLE_OF === 0;
    const tag = copy.toString(16).padStart(6, "0");
    const values = {
      ...numbers,
      copy,
      tag,
      prefix: `${tag}-`,
      whole: isWhole ? 1 : 0,
      shiftMs: ago * BETWEEN_COPIES_MS,
      shiftS: (ago * BETWEEN_COPIES_MS) / 1000,
    };
    if (!db.inTransaction) db.exec("BEGIN");
    for (const put of every) put(values);
    if (isWhole) for (const put of whole) put(values);
    else oneItem(values);
    if (ago === 1 || ago % TOGETHER === 0) db.exec("COMMIT");
    onCopy(copy + 1, copies);
  }
}

/** The real rows as they are, after all copies; their numbers go on where those of the copies end. */
function addReal(db: Database, copies: number): void {
  const tables = db
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'real' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .pluck()
    .all()
    .filter((table) => !table.startsWith("worklist_text") && table !== "migration");
  const numbered: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    change: { id: `id + ${copies * most(db, "change.id")}` },
    audit: { seq: `seq + ${copies * most(db, "audit.seq")}` },
    fingerprinted: { number: `number + ${copies * most(db, "fingerprinted.number")}` },
    fingerprint: { number: `number + ${copies * most(db, "fingerprinted.number")}` },
    plate_digest: {
      seq: `seq + ${copies * most(db, "plate_digest.seq")}`,
      number: `number + ${copies * most(db, "plate_digest.number")}`,
      place: `place + ${copies * most(db, "audit.seq")}`,
      body: `json_set(body, '$.order', json_extract(body, '$.order') + ${copies * most(db, "audit.seq")})`,
    },
    worklist_place: {
      place: `place + ${copies * most(db, "audit.seq")}`,
      seq: `seq + ${copies * most(db, "plate_digest.seq")}`,
    },
  };
  db.exec("BEGIN");
  for (const table of tables) {
    db.exec(
      `DELETE FROM main."${table}" WHERE ${table in COPIED || table in ONLY_WHOLE ? "0" : "1"}`,
    );
    copyInto(db, table, numbered[table] ?? {})({});
  }
  db.exec("COMMIT");
}

/** What is kept beside the rows, as the daemon would have kept it with so many. */
function settle(db: Database, copies: number): void {
  const last = Number(db.prepare("SELECT max(id) FROM main.change").pluck().get());
  db.exec(`
    BEGIN;
    UPDATE worklist_facet SET plates = plates * ${copies + 1};
    UPDATE kept_count SET count = count * ${copies + 1};
    UPDATE notice_cursor SET change_id = ${last};
    UPDATE progress SET body = json_set(body, '$.changeId', ${last}) WHERE name IN ('worklist', 'renewal');
    INSERT INTO worklist_text (rowid, text) SELECT seq, text FROM plate_digest ORDER BY seq;
    COMMIT;
  `);
}
