/** Everything a reader and we said to each other in the minutes before something went wrong, byte for byte. */
import { z } from "zod";
import { sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { Store } from "../store/open-store.ts";
import { type TranscriptRow, transcriptSha256 } from "../store/transcripts.ts";
import type { ShownTranscript } from "./shown-transcript.ts";

const INCIDENT = "platewarden-incident/1";

const incidentItem = z.strictObject({
  dir: z.enum(["tx", "rx", "mark"]),
  latin1: z.string(),
  atUtc: z.string(),
  monoUs: z.number(),
});

const incidentTranscript = z.strictObject({
  id: z.string(),
  driver: z.string(),
  driverVersion: z.string(),
  dialogue: z.string(),
  /** What the dialogue was started with. */
  request: z.unknown(),
  runId: z.string().nullable(),
  openedAtUtc: z.string(),
  /** Null: it was still going on, or a crash left it open. */
  end: z
    .strictObject({
      outcome: z.string(),
      detail: z.string().nullable(),
      endedAtUtc: z.string(),
      sha256: z.string(),
    })
    .nullable(),
  sha256: z.string(),
  items: z.array(incidentItem),
});

const incidentSchema = z.strictObject({
  schema: z.literal(INCIDENT),
  readerId: z.string(),
  fromUtc: z.string(),
  untilUtc: z.string(),
  transcripts: z.array(incidentTranscript),
  /** Over the hashes of the transcripts in their order, a line each. */
  sha256: z.string(),
});

export type Incident = z.output<typeof incidentSchema>;

type IncidentTranscript = z.output<typeof incidentTranscript>;

function exportTranscript(store: Store, row: TranscriptRow): IncidentTranscript {
  const items = store.transcripts.items(row.id);
  const end = store.transcripts.endOf(row.id);
  return {
    id: row.id,
    driver: row.driver_id,
    driverVersion: row.driver_version,
    dialogue: row.dialogue,
    request: JSON.parse(row.request),
    runId: row.run_id,
    openedAtUtc: row.opened_at_utc,
    end: end && {
      outcome: end.outcome,
      detail: end.detail,
      endedAtUtc: end.ended_at_utc,
      sha256: end.sha256,
    },
    sha256: transcriptSha256(items),
    items: items.map((item) => ({
      dir: item.direction,
      latin1: Buffer.from(item.bytes).toString("latin1"),
      atUtc: item.at_utc,
      monoUs: item.mono_us,
    })),
  };
}

/**
 * The transcripts of a reader that touch the time from `fromUtc` to `untilUtc`, oldest first, with those that have no
 * end. Throws READER_UNKNOWN when the store has nothing of this reader at all.
 */
export function exportIncident(
  store: Store,
  readerId: string,
  span: { readonly fromUtc: string; readonly untilUtc: string },
): Incident {
  if (!store.transcripts.readers().includes(readerId)) {
    const known = store.transcripts.readers().join(", ");
    throw new PlatewardenError(
      "READER_UNKNOWN",
      `Nothing was ever said by a reader ${readerId} here; those that spoke: ${known === "" ? "none" : known}.`,
      { detail: { readerId } },
    );
  }
  const transcripts = store.transcripts
    .between(readerId, span.fromUtc, span.untilUtc)
    .map((row) => exportTranscript(store, row));
  return {
    schema: INCIDENT,
    readerId,
    ...span,
    transcripts,
    sha256: sha256(transcripts.map((one) => `${one.sha256}\n`).join("")),
  };
}

/** True for data that says it is an incident; `parseIncident` looks whether it is one. */
export function isIncident(data: unknown): boolean {
  return typeof data === "object" && data !== null && "schema" in data && data.schema === INCIDENT;
}

/** Throws TRANSCRIPT_INVALID when a part is missing or the bytes are not what its hashes say. */
export function parseIncident(data: unknown, file: string): Incident {
  const parsed = incidentSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PlatewardenError(
      "TRANSCRIPT_INVALID",
      `${file} is no whole incident, at \`${issue?.path.join(".") ?? ""}\`: ${issue?.message ?? ""}.`,
      { detail: { file } },
    );
  }
  const changed = parsed.data.transcripts.find((one) => hashOf(one) !== one.sha256);
  if (changed !== undefined) {
    throw new PlatewardenError(
      "TRANSCRIPT_INVALID",
      `${file}: the bytes of transcript ${changed.id} are not those that were recorded; its hash differs.`,
      { detail: { file, transcript: changed.id } },
    );
  }
  return parsed.data;
}

function hashOf(transcript: IncidentTranscript): string {
  return transcriptSha256(
    transcript.items.map(({ dir, latin1 }) => ({
      direction: dir,
      bytes: Buffer.from(latin1, "latin1"),
    })),
  );
}

export function shownFromIncident(incident: Incident): ShownTranscript[] {
  return incident.transcripts.map((one) => {
    const startUs = one.items[0]?.monoUs ?? 0;
    return {
      name: one.id,
      readerId: incident.readerId,
      driver: `${one.driver} ${one.driverVersion}`,
      dialogue: one.dialogue,
      openedAtUtc: one.openedAtUtc,
      outcome: one.end?.outcome ?? null,
      detail: one.end?.detail ?? null,
      sha256: one.sha256,
      items: one.items.map(({ dir, latin1, monoUs }) => ({
        direction: dir,
        bytes: Buffer.from(latin1, "latin1"),
        atMs: (monoUs - startUs) / 1000,
      })),
    };
  });
}
