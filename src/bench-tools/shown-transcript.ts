/** A transcript as the tools show and compare it, wherever it comes from. */
import type { TranscriptItem } from "../instrument/recording.ts";
import type { Store } from "../store/open-store.ts";
import {
  type TranscriptItemRow,
  type TranscriptRow,
  transcriptSha256,
} from "../store/transcripts.ts";
import { textOfBytes } from "./byte-text.ts";
import { itemsOfFile, type TranscriptFile } from "./transcript-file.ts";

export interface TimedItem extends TranscriptItem {
  /** Since the first item, in ms; null when the file does not say. */
  readonly atMs: number | null;
}

export interface ShownTranscript {
  /** The id in the store, or the title of a file. */
  readonly name: string;
  readonly readerId: string | null;
  /** Driver and version. */
  readonly driver: string | null;
  readonly dialogue: string;
  readonly openedAtUtc: string | null;
  /** How it ended; null for one that has no end, or whose file does not say. */
  readonly outcome: string | null;
  readonly detail: string | null;
  /** Over direction, length and bytes of every item in order. */
  readonly sha256: string;
  readonly items: readonly TimedItem[];
}

/** Times count from the first item. */
function timed(rows: readonly TranscriptItemRow[]): TimedItem[] {
  const startUs = rows[0]?.mono_us ?? 0;
  return rows.map(({ direction, bytes, mono_us }) => ({
    direction,
    bytes,
    atMs: (mono_us - startUs) / 1000,
  }));
}

export function shownFromStore(store: Store, row: TranscriptRow): ShownTranscript {
  const rows = store.transcripts.items(row.id);
  const end = store.transcripts.endOf(row.id);
  return {
    name: row.id,
    readerId: row.reader_id,
    driver: `${row.driver_id} ${row.driver_version}`,
    dialogue: row.dialogue,
    openedAtUtc: row.opened_at_utc,
    outcome: end?.outcome ?? null,
    detail: end?.detail ?? null,
    sha256: transcriptSha256(rows),
    items: timed(rows),
  };
}

function textOf(origin: TranscriptFile["origin"], key: string): string | null {
  const value = origin?.[key];
  return typeof value === "string" ? value : null;
}

export function shownFromFile(file: TranscriptFile): ShownTranscript {
  const { origin } = file;
  const items = itemsOfFile(file).map((item, index) => ({
    ...item,
    atMs: file.items[index]?.atMs ?? null,
  }));
  return {
    name: file.title,
    readerId: textOf(origin, "readerId"),
    driver: textOf(origin, "driver"),
    dialogue: file.dialogue,
    openedAtUtc: textOf(origin, "atUtc"),
    outcome: file.expected?.outcome ?? textOf(origin, "outcome"),
    detail: textOf(origin, "detail"),
    sha256: transcriptSha256(items),
    items,
  };
}

/** The same for programs: bytes as hexadecimal and as text with the names of control characters. */
export function writeShown(transcript: ShownTranscript): unknown {
  return {
    ...transcript,
    items: transcript.items.map(({ direction, bytes, atMs }) => ({
      direction,
      atMs,
      hex: Buffer.from(bytes).toString("hex"),
      text: textOfBytes(bytes),
    })),
  };
}
