/** Keeps what was captured since the newest set beside the sets, so that a disk that dies takes next to nothing with it. */
import { readdirSync, rmSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import { encryptFor } from "./encryption.ts";
import {
  type Captured,
  incrementName,
  incrementText,
  parseIncrementName,
  type Reached,
} from "./increment.ts";
import type { FolderView } from "./look-into-folder.ts";

/** At most so many in one file; a plate with its bytes takes some 50 kB. */
const AT_ONCE = 20;
/** So long they stay after a later set has been made: it may be the one that is damaged. */
const KEPT_MS = 7 * 86_400_000;

export interface IncrementTarget {
  readonly folder: string;
  readonly recipients: readonly string[];
}

/** Whether an entry of the audit trail is of this store's own past; a database that was put back has another. */
export function isOurPast(store: Store, seq: number, sha256: string): boolean {
  const entry = store.journal.entriesAfter(seq - 1, 1)[0];
  return entry !== undefined && entry.seq === seq && entry.sha256.startsWith(sha256);
}

/** Where the sets of this past have come to that lie not long before the newest, newest first. */
function reachedBySets(store: Store, sets: FolderView["sets"]): readonly Reached[] {
  const ours = sets.filter(
    ({ content: { audit } }) => audit !== null && isOurPast(store, audit.seq, audit.sha256),
  );
  const oldest = Date.parse(ours[0]?.madeAtUtc ?? "") - KEPT_MS;
  return ours
    .filter(({ madeAtUtc }) => Date.parse(madeAtUtc) >= oldest)
    .map(({ content: { rows } }) => ({ reading: rows.reading ?? 0, arrival: rows.arrival ?? 0 }));
}

/** Up to where everything is kept already; null where there is no set yet to add to. */
export function reachedSoFar(
  store: Store,
  { sets, increments }: Pick<FolderView, "sets" | "increments">,
): Reached | null {
  // The oldest of them, so that each can be added to.
  const start = reachedBySets(store, sets).at(-1);
  if (start === undefined) return null;
  const ours = increments.filter((one) => isOurPast(store, one.auditSeq, one.auditSha256));
  return [start, ...ours].reduce((most, one) => ({
    reading: Math.max(most.reading, one.reading),
    arrival: Math.max(most.arrival, one.arrival),
  }));
}

/** Null of a reading that was made of a document, and of one whose conversation has no end. */
function conversationOf(store: Store, row: ReadingRow): Captured | null {
  if (row.origin === "file") return null;
  const transcript = row.transcript_id === null ? null : store.transcripts.byId(row.transcript_id);
  const end = transcript === null ? null : store.transcripts.endOf(transcript.id);
  if (transcript === null || end === null) return null;
  const run = row.run_id === null ? null : store.runs.byId(row.run_id);
  const { run_id: _, ...header } = transcript;
  return {
    kind: "conversation",
    transcript: header,
    items: store.transcripts.items(transcript.id).map((item) => ({
      direction: item.direction,
      bytes: Buffer.from(item.bytes).toString("base64"),
      at_utc: item.at_utc,
      mono_us: item.mono_us,
    })),
    end: {
      outcome: end.outcome,
      detail: end.detail,
      sha256: end.sha256,
      ended_at_utc: end.ended_at_utc,
    },
    reading: {
      driver_id: row.driver_id,
      driver_version: row.driver_version,
      verification: row.verification,
      origin: row.origin,
      outcome: row.outcome,
      body: row.body,
      rejected: row.rejected,
      fault: row.fault,
      sentence: row.sentence,
      captured_at_utc: row.captured_at_utc,
    },
    run:
      run === null
        ? null
        : {
            barcode: run.barcode,
            sample: store.samples.byId(run.sample_id)?.name ?? "",
            operator: run.operator,
            requested_at_utc: run.requested_at_utc,
          },
  };
}

interface Gathered {
  readonly all: readonly Captured[];
  readonly reached: Reached;
}

/** The next few that were captured after those; readings of documents come with their documents. */
function gather(store: Store, from: Reached): Gathered {
  const readings = store.readings.storedAfter(from.reading, AT_ONCE);
  const arrivals = store.documents.arrivedAfter(from.arrival, AT_ONCE);
  const documents = arrivals.map((arrival): Captured => {
    const document = store.documents.byHash(arrival.document_sha256);
    return {
      kind: "document",
      media: document?.media ?? "export-file",
      sha256: arrival.document_sha256,
      bytes: (document?.bytes ?? Buffer.alloc(0)).toString("base64"),
      source_id: arrival.source_id,
      name: arrival.name,
      made_at_utc: arrival.made_at_utc,
      arrived_at_utc: arrival.arrived_at_utc,
    };
  });
  const conversations = readings.flatMap((row) => conversationOf(store, row) ?? []);
  return {
    all: [...conversations, ...documents],
    reached: {
      reading: readings.at(-1)?.row ?? from.reading,
      arrival: arrivals.at(-1)?.row ?? from.arrival,
    },
  };
}

/**
 * Writes what was captured after `from` beside the sets, each file whole and on the disk; returns up to where. The
 * database is read at once, the slow folder is written beside other work. Rejects with what the system says.
 */
export async function writeIncrements(
  store: Store,
  target: IncrementTarget,
  from: Reached,
): Promise<Reached> {
  let reached = from;
  for (;;) {
    const next = gather(store, reached);
    if (next.all.length > 0) await writeOne(store, target, next);
    const isAll =
      next.reached.reading === reached.reading && next.reached.arrival === reached.arrival;
    reached = next.reached;
    if (isAll) return reached;
  }
}

async function writeOne(
  store: Store,
  target: IncrementTarget,
  { all, reached }: Gathered,
): Promise<void> {
  const last = store.journal.lastAudit();
  const first = store.journal.entriesAfter(0, 1)[0];
  const isEncrypted = target.recipients.length > 0;
  const name = incrementName({
    ...reached,
    madeAtUtc: store.nowUtc(),
    store: first?.sha256 ?? "",
    auditSeq: last?.seq ?? 0,
    auditSha256: last?.sha256 ?? "",
    isEncrypted,
  });
  const plain = Buffer.from(incrementText(all));
  const stored = isEncrypted
    ? Buffer.concat(
        await (await (await encryptFor(target.recipients))(Readable.from([plain]))).toArray(),
      )
    : plain;
  const file = join(target.folder, name);
  const part = `${file}.part`;
  try {
    const handle = await open(part, "w", 0o600);
    try {
      await handle.writeFile(stored);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Removes what lies well before the newest set that counts, of the same store. */
export function removeOldIncrements(
  folder: string,
  newest: { readonly madeAtUtc: string; readonly storeId: string | null },
): void {
  const oldest = Date.parse(newest.madeAtUtc) - KEPT_MS;
  for (const name of readdirSync(folder)) {
    const parsed = parseIncrementName(name.replace(/\.part$/, ""));
    if (parsed === null || parsed.store !== newest.storeId?.slice(0, 8)) continue;
    if (Date.parse(parsed.madeAtUtc) < oldest) rmSync(join(folder, name), { force: true });
  }
}
