import type { Database } from "better-sqlite3";

/** A row of the worklist with all by which it is found. */
export interface WorklistEntry {
  readonly plate_id: string;
  /** The smaller, the sooner it stands in the list. */
  readonly place: number;
  readonly captured_ms: number;
  readonly made_by: string;
  /** Names under which it is found, each once. */
  readonly facets: readonly string[];
  /** What is searched, in small letters. */
  readonly text: string;
  /** JSON of what the worklist shows. */
  readonly body: string;
}

/** Where a row stands in the list; what has the same place stands in the order of `seq`. */
export interface WorklistPosition {
  readonly place: number;
  readonly seq: number;
}

export interface PlacedRow extends WorklistPosition {
  readonly body: string;
}

export interface NumberedRow {
  readonly number: number;
  readonly body: string;
}

export function worklistStatements(db: Database) {
  return { ...keepingStatements(db), ...findingStatements(db), ...remakingStatements(db) };
}

interface Known extends WorklistPosition {
  readonly facets: string;
  readonly text: string;
  readonly body: string;
}

function keepingStatements(db: Database) {
  const known = db.prepare<[string], Known>(
    "SELECT seq, place, facets, text, body FROM plate_digest WHERE plate_id = ?",
  );
  const lastNumber = db
    .prepare<[], number>("SELECT coalesce(max(number), 0) FROM plate_digest")
    .pluck();
  const insert = db.prepare<[Omit<WorklistEntry, "facets"> & { number: number; facets: string }]>(
    `INSERT INTO plate_digest (plate_id, number, place, captured_ms, made_by, facets, text, body)
     VALUES (@plate_id, @number, @place, @captured_ms, @made_by, @facets, @text, @body)`,
  );
  const update = db.prepare<
    [Omit<WorklistEntry, "facets" | "plate_id"> & { seq: number; number: number; facets: string }]
  >(
    `UPDATE plate_digest SET number = @number, place = @place, captured_ms = @captured_ms, made_by = @made_by,
       facets = @facets, text = @text, body = @body WHERE seq = @seq`,
  );
  const setMadeBy = db.prepare("UPDATE plate_digest SET made_by = ? WHERE seq = ?");
  const count = db
    .prepare<[{ name: string; more: 1 | -1 }], number>(
      `INSERT INTO worklist_facet (name, plates) VALUES (@name, max(0, @more))
       ON CONFLICT (name) DO UPDATE SET plates = plates + @more RETURNING id`,
    )
    .pluck();
  const put = db.prepare("INSERT INTO worklist_place VALUES (?, ?, ?)");
  const take = db.prepare("DELETE FROM worklist_place WHERE facet = ? AND place = ? AND seq = ?");
  const index = db.prepare("INSERT INTO worklist_text (rowid, text) VALUES (?, ?)");
  const unindex = db.prepare("DELETE FROM worklist_text WHERE rowid = ?");

  function putUnder(facets: readonly string[], { place, seq }: WorklistPosition): void {
    for (const name of facets) put.run(count.get({ name, more: 1 }), place, seq);
  }

  function takeFrom(facets: readonly string[], { place, seq }: WorklistPosition): void {
    for (const name of facets) take.run(count.get({ name, more: -1 }), place, seq);
  }

  function add(entry: WorklistEntry, number: number): void {
    const facets = JSON.stringify(entry.facets);
    const seq = Number(insert.run({ ...entry, facets, number }).lastInsertRowid);
    putUnder(entry.facets, { place: entry.place, seq });
    index.run(seq, entry.text);
  }

  function change(before: Known, entry: WorklistEntry, number: number): void {
    const { seq } = before;
    const facets = JSON.stringify(entry.facets);
    update.run({ ...entry, facets, number, seq });
    if (before.facets !== facets || before.place !== entry.place) {
      takeFrom(JSON.parse(before.facets) as string[], before);
      putUnder(entry.facets, { place: entry.place, seq });
    }
    if (before.text === entry.text) return;
    unindex.run(seq);
    index.run(seq, entry.text);
  }

  return {
    /** Keeps a row. One that shows what it showed before keeps its number. Call inside a transaction. */
    keep: (entry: WorklistEntry): void => {
      const before = known.get(entry.plate_id);
      const number = (lastNumber.get() ?? 0) + 1;
      if (before === undefined) add(entry, number);
      else if (before.body === entry.body) setMadeBy.run(entry.made_by, before.seq);
      else change(before, entry, number);
    },
    /** Forgets every row: they are of a form that this program does not know. Call inside a transaction. */
    forgetAll: (): void => {
      db.exec("DELETE FROM worklist_place; DELETE FROM worklist_facet; DELETE FROM plate_digest");
      db.exec("INSERT INTO worklist_text (worklist_text) VALUES ('delete-all')");
    },
    /** The number of the row that was made last; 0 when there is none. */
    lastNumber: (): number => lastNumber.get() ?? 0,
  };
}

function findingStatements(db: Database) {
  const counts = db.prepare<[], { name: string; plates: number }>(
    "SELECT name, plates FROM worklist_facet",
  );
  const countOf = db
    .prepare<[string], number>("SELECT plates FROM worklist_facet WHERE name = ?")
    .pluck();
  const under = db.prepare<
    [{ facet: string; place: number; seq: number; limit: number }],
    PlacedRow
  >(
    `SELECT p.place, p.seq, d.body FROM worklist_place p CROSS JOIN plate_digest d ON d.seq = p.seq
     WHERE p.facet = (SELECT id FROM worklist_facet WHERE name = @facet) AND (p.place, p.seq) > (@place, @seq)
     ORDER BY p.place, p.seq LIMIT @limit`,
  );
  const spelled = db
    .prepare<[string, number], number>(
      "SELECT rowid FROM worklist_text WHERE worklist_text MATCH ? LIMIT ?",
    )
    .pluck();
  const between = db
    .prepare<[number, number, number], number>(
      "SELECT seq FROM plate_digest WHERE captured_ms >= ? AND captured_ms < ? LIMIT ?",
    )
    .pluck();
  const bySeq = db.prepare<[string], PlacedRow>(
    `SELECT place, seq, body FROM plate_digest WHERE seq IN (SELECT value FROM json_each(?))
     ORDER BY place, seq`,
  );
  const ofPlate = db
    .prepare<[string], string>("SELECT body FROM plate_digest WHERE plate_id = ?")
    .pluck();
  const changedAfter = db.prepare<[number, number], NumberedRow>(
    "SELECT number, body FROM plate_digest WHERE number > ? ORDER BY number LIMIT ?",
  );
  return {
    /** How many plates each name of the filters has. */
    counts: (): ReadonlyMap<string, number> =>
      new Map(counts.all().map(({ name, plates }) => [name, plates])),
    countOf: (facet: string): number => countOf.get(facet) ?? 0,
    /** Rows of one name after that position, in the order of the list. */
    under: (facet: string, after: WorklistPosition, limit: number): readonly PlacedRow[] =>
      under.all({ facet, place: after.place, seq: after.seq, limit }),
    /** The `seq` of rows in whose text every three letters in a row of each word stand, in no order. */
    spelled: (words: readonly string[], limit: number): readonly number[] =>
      spelled.all(words.flatMap(trigrams).join(" AND "), limit),
    /** The `seq` of rows of plates read in that time, in no order. */
    between: (fromMs: number, untilMs: number, limit: number): readonly number[] =>
      between.all(fromMs, untilMs, limit),
    /** In the order of the list. */
    bySeq: (seqs: readonly number[]): readonly PlacedRow[] => bySeq.all(JSON.stringify(seqs)),
    /** JSON; null where there is no row yet. */
    ofPlate: (plateId: string): string | null => ofPlate.get(plateId) ?? null,
    /** Rows made after that number, in the order they were made. */
    changedAfter: (number: number, limit: number): readonly NumberedRow[] =>
      changedAfter.all(number, limit),
  };
}

/** What SQLite's index of words is asked for; a word of fewer than three letters cannot be looked up. */
function trigrams(word: string): readonly string[] {
  const letters = [...word];
  return letters.slice(2).map(
    (_, index) =>
      `"${letters
        .slice(index, index + 3)
        .join("")
        .replaceAll('"', '""')}"`,
  );
}

function remakingStatements(db: Database) {
  const notOf = db.prepare<
    [{ madeBy: string; before: number; limit: number }],
    { place: number; plate_id: string; made: 0 | 1 }
  >(
    `SELECT p.rowid AS place, p.id AS plate_id,
       EXISTS (SELECT 1 FROM plate_digest d WHERE d.plate_id = p.id AND d.made_by = @madeBy) AS made
     FROM plate p WHERE p.rowid < @before ORDER BY p.rowid DESC LIMIT @limit`,
  );
  const plates = db.prepare<[], number>("SELECT count(*) FROM plate").pluck();
  return {
    /** The next plates, newest first, with whether their rows are this version's. */
    slice: (madeBy: string, before: number, limit: number) => notOf.all({ madeBy, before, limit }),
    /** Counts them one by one. */
    countPlates: (): number => plates.get() ?? 0,
  };
}
