/** What a plate was made of, byte for byte, as a file to keep. */
import { understoodPlate } from "../pipeline/sample-evidence.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import { requirePlate } from "./plate-view.ts";

export interface RawFile {
  readonly name: string;
  readonly mediaType: "application/json" | "application/octet-stream";
  readonly bytes: Uint8Array;
}

/** Where the bytes behind a plate come from. Throws PLATE_UNKNOWN. */
export interface RawSource {
  /** By id or barcode: the conversation of the reading that counts, or the document that it came as. */
  ofPlate(idOrBarcode: string): RawFile;
}

export function rawSource(store: Store): RawSource {
  return {
    ofPlate: (idOrBarcode) => {
      const { plate, row } = understoodPlate(store, requirePlate(store, idOrBarcode));
      return row.document_sha256 === null
        ? conversationFile(store, plate.barcode, row)
        : documentFile(store, row);
    },
  };
}

type ByConversation = Extract<ReadingRow, { document_sha256: null }>;
type ByDocument = Exclude<ReadingRow, ByConversation>;

/** In the form that `platewarden transcript` reads: one character a byte, both directions, in order. */
function conversationFile(store: Store, barcode: string, row: ByConversation): RawFile {
  const transcript = store.transcripts.byId(row.transcript_id);
  if (transcript === null) throw new Error(`reading ${row.id} has lost its transcript`);
  const asked = JSON.parse(transcript.request) as {
    readonly options?: Readonly<Record<string, unknown>>;
    readonly request?: unknown;
    readonly context?: { readonly lastSeen?: string | null };
  };
  const items = store.transcripts.items(transcript.id);
  const first = items[0]?.mono_us ?? 0;
  const file = {
    title: `Plate ${barcode}, reading ${row.id}`,
    dialogue: transcript.dialogue,
    request: transcript.dialogue === "readPlate" ? (asked.request ?? null) : null,
    lastSeen: asked.context?.lastSeen ?? null,
    options: asked.options ?? {},
    items: items.map(({ direction, bytes, mono_us }) => ({
      dir: direction,
      latin1: Buffer.from(bytes).toString("latin1"),
      atMs: (mono_us - first) / 1000,
    })),
    origin: {
      transcriptId: transcript.id,
      sha256: row.transcript_sha256,
      reader: transcript.reader_id,
      driver: `${transcript.driver_id} ${transcript.driver_version}`,
      openedAtUtc: transcript.opened_at_utc,
    },
  };
  return {
    name: `${barcode}-transcript.json`,
    mediaType: "application/json",
    bytes: Buffer.from(`${JSON.stringify(file, null, 1)}\n`),
  };
}

function documentFile(store: Store, row: ByDocument): RawFile {
  const document = store.documents.byHash(row.document_sha256);
  if (document === null) throw new Error(`reading ${row.id} has lost its document`);
  return {
    name: store.documents.arrivalById(row.arrival_id)?.name ?? "document",
    mediaType: "application/octet-stream",
    bytes: document.bytes,
  };
}
