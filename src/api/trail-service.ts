/** The audit trail for people: searched, exported and proven whole. */
import { setImmediate } from "node:timers/promises";
import { stringify } from "csv-stringify/sync";
import { verifyInThread } from "../pipeline/verify-in-thread.ts";
import type { AuditRow, TrailSearch } from "../store/journal.ts";
import type { Store } from "../store/open-store.ts";
import { trailEntryView } from "./trail-sentences.ts";
import type { TrailCheckView, TrailView } from "./trail-views.ts";

const AT_ONCE = 500;
/** Said of a store that is damaged all over; the command says all. */
const PROBLEMS_SHOWN = 50;

export interface TrailService {
  search(search: TrailSearch, before: number | null, limit: number): TrailView;
  /** Every entry, oldest first, a line each: JSON as it is hashed, or CSV with the sentence that people read. */
  lines(form: "jsonl" | "csv"): AsyncGenerator<string>;
  /** The chain of the trail, and everything stored against it, as `platewarden verify` does. */
  check(): Promise<TrailCheckView>;
}

export function createTrailService(store: Store): TrailService {
  return {
    search: (search, before, limit) => {
      const rows = store.journal.search(search, before ?? Number.MAX_SAFE_INTEGER, limit);
      return {
        entries: rows.map((row) => trailEntryView(store, row)),
        total: store.journal.countFound(search),
        before: rows.length < limit ? null : (rows.at(-1)?.seq ?? null),
        actors: store.journal.actors(),
        actions: store.journal.actions(),
      };
    },
    async *lines(form) {
      if (form === "csv") yield csvLine(CSV_HEAD);
      let after = 0;
      for (;;) {
        const rows = store.journal.entriesAfter(after, AT_ONCE);
        for (const row of rows) yield form === "csv" ? csvRow(store, row) : jsonLine(row);
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.seq;
        // Captures go first: a long trail is written in small pieces.
        await setImmediate();
      }
    },
    check: async () => {
      const { findings } = await verifyInThread(store.file, { anchorsRequired: true });
      const last = store.journal.lastAudit();
      const left = findings.length - PROBLEMS_SHOWN;
      return {
        whole: findings.length === 0,
        entries: last?.seq ?? 0,
        checkedAtUtc: store.nowUtc(),
        lastSha256: last?.sha256 ?? "",
        problems: [
          ...findings.slice(0, PROBLEMS_SHOWN),
          ...(left > 0 ? [`and ${left} more; \`platewarden verify\` lists all`] : []),
        ],
      };
    },
  };
}

const CSV_HEAD = [
  "seq",
  "at_utc",
  "actor",
  "action",
  "subject",
  "sentence",
  "detail",
  "prev_sha256",
  "sha256",
];

/** A spreadsheet must not take what somebody typed for a formula. */
function csvLine(cells: readonly (string | number)[]): string {
  return stringify([[...cells]], { escape_formulas: true, record_delimiter: "windows" });
}

function csvRow(store: Store, row: AuditRow): string {
  const { sentence } = trailEntryView(store, row);
  const { seq, at_utc, actor, action, subject, detail, prev_sha256, sha256 } = row;
  return csvLine([seq, at_utc, actor, action, subject, sentence, detail, prev_sha256, sha256]);
}

function jsonLine(row: AuditRow): string {
  return `${JSON.stringify(row)}\n`;
}
