/** What was captured after a set was made, added to what the set gives back. Its bytes count, not what is said of them. */
import { sha256 } from "../domain/canonical.ts";
import { compareJson } from "../pipeline/compare-json.ts";
import { keepDocument } from "../pipeline/keep-document.ts";
import { BROUGHT_BACK } from "../pipeline/match-announced.ts";
import type { Interpreters } from "../pipeline/replay-reading.ts";
import { storeKeptConversation } from "../pipeline/store-kept-conversation.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import { transcriptSha256 } from "../store/transcripts.ts";
import type { CapturedConversation, CapturedDocument } from "./increment.ts";
import type { FoundCapture } from "./read-increments.ts";

/** The drivers that read conversations again. */
export type Drivers = Interpreters["drivers"];

/** A plate that came back without anybody having said again what it is. */
export interface WaitingPlate {
  readonly readerId: string;
  readonly capturedAtUtc: string;
  /** What it was read for. */
  readonly barcode: string;
  readonly sample: string;
}

export interface BroughtBack {
  readonly conversations: number;
  readonly documents: number;
  readonly waiting: readonly WaitingPlate[];
  /** What an increment says and its bytes do not, and what could not be read, one sentence each. */
  readonly warnings: readonly string[];
}

interface Found<Kind> {
  readonly file: string;
  readonly one: Kind;
}

const NOTHING: BroughtBack = { conversations: 0, documents: 0, waiting: [], warnings: [] };

/**
 * Adds what the store does not hold yet, read from its bytes by these drivers, and tells of it in the audit trail. Call
 * it in a transaction.
 */
export function bringBack(
  store: Store,
  drivers: Drivers,
  found: readonly FoundCapture[],
): BroughtBack {
  const isHeld = heldConversations(store);
  const parts = found.map(({ file, captured }) =>
    captured.kind === "conversation"
      ? storeAgain(store, drivers, { file, one: captured }, isHeld)
      : keepAgain(store, { file, one: captured }),
  );
  const done = parts.reduce(
    (sum, part) => ({
      conversations: sum.conversations + part.conversations,
      documents: sum.documents + part.documents,
      waiting: [...sum.waiting, ...part.waiting],
      warnings: [...sum.warnings, ...part.warnings],
    }),
    NOTHING,
  );
  if (done.conversations + done.documents + done.warnings.length > 0) {
    store.journal.audit({
      atUtc: store.nowUtc(),
      actor: "daemon",
      action: "evidence.brought-back",
      subject: "backup",
      detail: { ...done, through: "command" },
    });
  }
  return done;
}

function bytesOf({ items }: CapturedConversation) {
  return items.map((item) => ({ ...item, bytes: Buffer.from(item.bytes, "base64") }));
}

type IsHeld = (one: CapturedConversation) => boolean;

/**
 * Whether the store holds a conversation to its end: under its id, or under the one that it got when it came back before.
 * What was asked for once is held from then on.
 */
function heldConversations(store: Store): IsHeld {
  const asked = new Set<string>();
  let everyEnd: ReadonlySet<string> | null = null;
  return ({ transcript, end }) => {
    const key = `${end.sha256} ${transcript.id}`;
    if (asked.has(key)) return true;
    asked.add(key);
    if (store.transcripts.byId(transcript.id) === null) return false;
    if (store.transcripts.endOf(transcript.id)?.sha256 === end.sha256) return true;
    everyEnd ??= new Set([...store.transcripts.ends()].map((row) => row.sha256));
    return everyEnd.has(end.sha256);
  };
}

/**
 * Where the store has other bytes under that id, e.g. the beginning of a conversation that was under way when the set was
 * made, it comes back under another: none takes the place of one that is there.
 */
function storeAgain(
  store: Store,
  drivers: Drivers,
  { file, one }: Found<CapturedConversation>,
  isHeld: IsHeld,
): BroughtBack {
  const items = bytesOf(one);
  if (transcriptSha256(items) !== one.end.sha256) {
    return { ...NOTHING, warnings: [`${file}: the bytes of ${named(one)} are not what was read`] };
  }
  if (isHeld(one)) return NOTHING;
  const isTaken = store.transcripts.byId(one.transcript.id) !== null;
  const id = isTaken ? store.newId() : one.transcript.id;
  const { end, reading } = one;
  const transcript = { ...one.transcript, id };
  const kept = { transcript, items, end, origin: reading.origin };
  noteUnproven(store, id, file);
  const row = storeKeptConversation(store, drivers, kept);
  const other =
    isTaken && store.transcripts.endOf(one.transcript.id) !== null
      ? [`${file}: ${named(one)} is there with other bytes; both are kept, one of them is wrong`]
      : [];
  return {
    conversations: 1,
    documents: 0,
    waiting: row?.outcome === "plate" ? waitingOf(one) : [],
    warnings: [...other, ...differences(file, one, row)],
  };
}

/** What the increment says of the conversation and its bytes do not. */
function differences(
  file: string,
  one: CapturedConversation,
  row: ReadingRow | null,
): readonly string[] {
  if (row === null) {
    const { driver_id: id } = one.transcript;
    return [
      `${file}: no driver of this program takes the conversation of ${named(one)} (${id}); its bytes are kept, and the daemon reads them as soon as it has that driver`,
    ];
  }
  if (row.outcome === one.reading.outcome && isSameBody(one.reading.body, row.body)) return [];
  const stored =
    row.outcome === "plate"
      ? "what the bytes give was stored"
      : "its bytes are kept, and no plate of them";
  const version =
    row.driver_version === one.reading.driver_version
      ? ""
      : ` (read then by driver version ${one.reading.driver_version}, now by ${row.driver_version})`;
  return [
    `${file}: what stands there of ${named(one)} is not what its bytes give${version}: ${stored}. Compare it with the reader's paper`,
  ];
}

function isSameBody(told: string | null, stored: string | null): boolean {
  if (told === null || stored === null) return told === stored;
  try {
    return compareJson(JSON.parse(told), JSON.parse(stored)).differences.length === 0;
  } catch {
    return false;
  }
}

function named({ transcript, reading, run }: CapturedConversation): string {
  const what = run === null ? "what" : `plate ${run.barcode}, which`;
  return `${what} ${transcript.reader_id} read at ${reading.captured_at_utc}`;
}

/** Counted where it was not there yet; the daemon reads it when it starts. */
function keepAgain(store: Store, { file, one }: Found<CapturedDocument>): BroughtBack {
  const bytes = Buffer.from(one.bytes, "base64");
  if (sha256(bytes) !== one.sha256) {
    return { ...NOTHING, warnings: [`${file}: the bytes of ${one.name} are not what came`] };
  }
  const before = countOf(store, one);
  const { arrivalId } = keepDocument(store, {
    media: one.media,
    sourceId: one.source_id,
    name: one.name,
    madeAtUtc: one.made_at_utc,
    bytes,
  });
  const documents = countOf(store, one) - before;
  if (documents > 0) noteUnproven(store, arrivalId, file);
  return { ...NOTHING, documents };
}

/** So that nothing of it becomes a patient's by its own barcode. */
function noteUnproven(store: Store, subject: string, file: string): void {
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: "daemon",
    action: BROUGHT_BACK,
    subject,
    detail: { increment: file, through: "command" },
  });
}

function countOf(store: Store, one: CapturedDocument): number {
  return store.documents.arrivalsNamed(one.source_id, one.name).length;
}

function waitingOf({ run, transcript, reading }: CapturedConversation): readonly WaitingPlate[] {
  if (run === null) return [];
  return [
    {
      readerId: transcript.reader_id,
      capturedAtUtc: reading.captured_at_utc,
      barcode: run.barcode,
      sample: run.sample,
    },
  ];
}
