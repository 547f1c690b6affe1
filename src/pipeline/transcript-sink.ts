import type { TranscriptSink } from "../instrument/transcript-recorder.ts";
import type { Store } from "../store/open-store.ts";

/** Keeps transcripts in the store, each call one transaction. */
export function transcriptSink(store: Store): TranscriptSink {
  return {
    write: (opened, items) =>
      store.inTransaction(() => {
        for (const header of opened) {
          store.transcripts.open({
            id: header.id,
            reader_id: header.readerId,
            driver_id: header.driverId,
            driver_version: header.driverVersion,
            dialogue: header.dialogue,
            request: header.request,
            run_id: header.runId,
            opened_at_utc: header.openedAtUtc,
          });
        }
        store.transcripts.append(
          items.map((item) => ({
            transcript_id: item.transcriptId,
            seq: item.seq,
            direction: item.direction,
            bytes: item.bytes,
            at_utc: item.atUtc,
            mono_us: item.monoUs,
          })),
        );
      }),
  };
}
