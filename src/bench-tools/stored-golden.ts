import type { Driver, ReadRequest } from "../instrument/contract.ts";
import type { Store } from "../store/open-store.ts";
import { transcriptInStore } from "./find-transcript.ts";
import { type ToWrite, type WrittenTranscript, writeGolden } from "./golden-transcript.ts";
import { DIALOGUES } from "./transcript-file.ts";

interface StoredRequest {
  readonly request?: ReadRequest;
  readonly context?: { readonly readMayBeUnderWay?: boolean; readonly lastSeen?: string | null };
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A transcript of the store as a file for a driver's folder. Throws TRANSCRIPT_UNKNOWN. */
export function writeStoredGolden(
  store: Store,
  drivers: readonly Driver[],
  id: string,
): WrittenTranscript & { readonly items: number } {
  const shown = transcriptInStore(store, id);
  const row = store.transcripts.byId(id);
  const stored: StoredRequest = row === null ? {} : JSON.parse(row.request);
  const driver = drivers.find((one) => one.id === row?.driver_id) ?? null;
  const { context } = stored;
  const wanted: ToWrite = {
    title: `${shown.dialogue} of reader ${shown.readerId ?? "unknown"}, ${shown.openedAtUtc ?? ""}`,
    dialogue: DIALOGUES.find((name) => name === shown.dialogue) ?? "listen",
    request: stored.request ?? null,
    ...(context?.lastSeen !== undefined && { lastSeen: context.lastSeen }),
    ...(context?.readMayBeUnderWay !== undefined && {
      readMayBeUnderWay: context.readMayBeUnderWay,
    }),
    options: stored.options ?? {},
    items: shown.items,
    origin: {
      atUtc: shown.openedAtUtc,
      readerId: shown.readerId,
      driver: shown.driver,
      transcript: shown.name,
      sha256: shown.sha256,
      outcome: shown.outcome,
      detail: shown.detail,
    },
  };
  return { ...writeGolden(wanted, driver), items: shown.items.length };
}
