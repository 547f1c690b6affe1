/** What was captured after a set was made, added to what the set gives back. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { sha256 } from "../domain/canonical.ts";
import { fileReason } from "../domain/file-reason.ts";
import type { PlateReading } from "../domain/reading.ts";
import { keepDocument } from "../pipeline/keep-document.ts";
import { storeReading } from "../pipeline/store-reading.ts";
import type { Store } from "../store/open-store.ts";
import { transcriptSha256 } from "../store/transcripts.ts";
import type { Cipher } from "./encryption.ts";
import {
  type Captured,
  type CapturedConversation,
  type CapturedDocument,
  parseIncrement,
  parseIncrementName,
} from "./increment.ts";
import type { Manifest } from "./manifest.ts";

export interface Increments {
  readonly captured: readonly Captured[];
  /** Files that could not be read, one sentence each. */
  readonly unreadable: readonly string[];
}

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
}

/**
 * Everything of this store that lies beside the set, oldest first: what the set holds already is passed over by its id
 * when it is brought back. Never by its number: after a database was put back the same numbers are given again.
 * Never rejects: a file that cannot be read is named, and keeps no other from being read.
 */
export async function readIncrements(
  set: string,
  manifest: Manifest,
  cipher: Cipher | null,
): Promise<Increments> {
  const folder = dirname(set);
  const { storeId } = manifest.content;
  const captured: Captured[] = [];
  const unreadable: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const parsed = parseIncrementName(name);
    if (parsed === null || storeId === null || parsed.store !== storeId.slice(0, 8)) continue;
    const read = await readOne(join(folder, name), parsed.isEncrypted ? cipher : undefined);
    if (typeof read === "string") unreadable.push(`${name}: ${read}`);
    else captured.push(...read);
  }
  return { captured, unreadable };
}

/** `cipher` is undefined for what is not encrypted, and null where the key is lacking. */
async function readOne(
  file: string,
  cipher: Cipher | null | undefined,
): Promise<readonly Captured[] | string> {
  if (cipher === null) return "it is encrypted, and no key was named";
  try {
    const stored = readFileSync(file);
    const plain =
      cipher === undefined
        ? stored
        : Buffer.concat(await (await cipher(Readable.from([stored]))).toArray());
    return parseIncrement(plain.toString("utf8")) ?? "it is not what was written";
  } catch (error) {
    return fileReason(error);
  }
}

/** Adds what the store does not hold yet, and tells of it in the audit trail. Call it in a transaction. */
export function bringBack(store: Store, captured: readonly Captured[]): BroughtBack {
  const conversations = captured
    .filter((one) => one.kind === "conversation")
    .filter((one) => store.transcripts.byId(one.transcript.id) === null && isWhole(one));
  const news = [...new Map(conversations.map((one) => [one.transcript.id, one])).values()];
  for (const one of news) storeAgain(store, one);
  const documents = captured
    .filter((one) => one.kind === "document")
    .filter((one) => keepAgain(store, one)).length;
  const waiting = news.flatMap(waitingOf);
  const done = { conversations: news.length, documents, waiting };
  if (news.length + documents > 0) {
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

function isWhole(one: CapturedConversation): boolean {
  return transcriptSha256(bytesOf(one)) === one.end.sha256;
}

/** As it was read, but bound to no run: the run was not in the set, and so nobody has said what the plate is. */
function storeAgain(store: Store, one: CapturedConversation): void {
  const { transcript, end, reading } = one;
  store.transcripts.open({ ...transcript, run_id: null });
  store.transcripts.append(
    bytesOf(one).map((item, seq) => ({ ...item, seq, transcript_id: transcript.id })),
  );
  const hash = store.transcripts.end(transcript.id, end.outcome, end.detail, end.ended_at_utc);
  const body = reading.body === null ? null : (JSON.parse(reading.body) as PlateReading);
  const isPlate = reading.outcome === "plate";
  storeReading(store, {
    source: {
      transcript_id: transcript.id,
      transcript_sha256: hash,
      document_sha256: null,
      document_part: null,
      arrival_id: null,
      request: null,
    },
    interpreter: {
      id: reading.driver_id,
      version: reading.driver_version,
      verification: reading.verification,
    },
    readerId: transcript.reader_id,
    origin: reading.origin,
    runId: null,
    plate: isPlate ? body : null,
    partial: isPlate ? null : body,
    rejected: JSON.parse(reading.rejected) as { reason: string; text: string }[],
    fault: reading.fault,
    sentence: reading.sentence,
  });
}

/** True where it was not there yet; the daemon reads it when it starts. */
function keepAgain(store: Store, one: CapturedDocument): boolean {
  const bytes = Buffer.from(one.bytes, "base64");
  if (sha256(bytes) !== one.sha256) return false;
  const before = countOf(store, one);
  keepDocument(store, {
    media: one.media,
    sourceId: one.source_id,
    name: one.name,
    madeAtUtc: one.made_at_utc,
    bytes,
  });
  return countOf(store, one) > before;
}

function countOf(store: Store, one: CapturedDocument): number {
  return store.documents.arrivalsNamed(one.source_id, one.name).length;
}

function waitingOf({ run, transcript, reading }: CapturedConversation): readonly WaitingPlate[] {
  if (run === null || reading.outcome !== "plate") return [];
  return [
    {
      readerId: transcript.reader_id,
      capturedAtUtc: reading.captured_at_utc,
      barcode: run.barcode,
      sample: run.sample,
    },
  ];
}
