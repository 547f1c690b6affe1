import type { SampleAnalysis } from "../analysis/sample-analysis.ts";
import { sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { type PlateTurn, turnWell } from "../domain/plate-turn.ts";
import { layReading, type PlateReading, planeOf } from "../domain/reading.ts";
import { ALL_WELLS, type WellName, wellIndex } from "../domain/well.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import { storedLayout } from "./sample-evidence.ts";
import { shownSettings } from "./settings-records.ts";

/** From a flag down to the bytes, each step with the hash of what it rests on. */
export interface FlagTrace {
  readonly flag: {
    readonly id: string;
    readonly ruleId: string;
    readonly title: string;
    readonly reasons: readonly string[];
    readonly numbers: unknown;
    readonly raisedAtUtc: string;
  };
  readonly analysis: {
    readonly id: string;
    readonly current: boolean;
    readonly provisional: boolean;
    readonly programVersion: string;
    readonly inputsSha256: string;
    readonly resultSha256: string;
    /** By name, where they have one. */
    readonly settings: string;
    readonly settingsSha256: string;
    readonly createdAtUtc: string;
  };
  readonly comparison: SampleAnalysis["comparisons"][number] | null;
  readonly plate: { readonly id: string; readonly barcode: string; readonly sample: string };
  readonly layout: { readonly id: string; readonly revision: number; readonly sha256: string };
  readonly wells: readonly {
    readonly well: WellName;
    /** Where the reader measured what stands in the well; the well itself unless the plate lay another way. */
    readonly readAt: WellName;
    readonly role: string;
    readonly arm: string | null;
    readonly prednisoloneUgPerMl: number | null;
    readonly measurement: string;
    readonly reference: string | null;
  }[];
  readonly reading: {
    readonly id: string;
    /** How a person said that the plate lay, for the analysis of this flag; null where nobody had. */
    readonly turn: PlateTurn | null;
    readonly origin: string;
    readonly driver: string;
    readonly verification: string;
    readonly contentSha256: string | null;
    readonly bodySha256: string;
    readonly capturedAtUtc: string;
    readonly boundBy: string;
    readonly boundBecause: string;
  };
  /** The conversation that the reading was read from; null when it came as a document. */
  readonly transcript: {
    readonly id: string;
    readonly sha256: string;
    readonly items: number;
    readonly receivedBytes: number;
    readonly sentBytes: number;
    readonly openedAtUtc: string;
    /** What was received, as latin1 text. */
    readonly received: string;
  } | null;
  /** The file, or the result of a server, that the reading was read from; null when it was a conversation. */
  readonly document: {
    readonly sha256: string;
    readonly media: string;
    readonly name: string;
    /** Which plate of it, from 0. */
    readonly part: number;
    readonly bytes: number;
    readonly arrivedAtUtc: string;
  } | null;
}

function tracedTranscript(store: Store, row: ReadingRow): FlagTrace["transcript"] {
  if (row.transcript_id === null) return null;
  const transcript = store.transcripts.byId(row.transcript_id);
  if (transcript === null) throw new Error(`reading ${row.id} hangs in the air`);
  const items = store.transcripts.items(transcript.id);
  const received = Buffer.concat(
    items.filter((item) => item.direction === "rx").map((item) => item.bytes),
  );
  const sent = items.filter((item) => item.direction === "tx");
  return {
    id: transcript.id,
    sha256: row.transcript_sha256,
    items: items.length,
    receivedBytes: received.length,
    sentBytes: sent.reduce((sum, item) => sum + item.bytes.length, 0),
    openedAtUtc: transcript.opened_at_utc,
    received: received.toString("latin1"),
  };
}

function tracedDocument(store: Store, row: ReadingRow): FlagTrace["document"] {
  if (row.document_sha256 === null) return null;
  const document = store.documents.byHash(row.document_sha256);
  const arrival = store.documents.arrivalById(row.arrival_id);
  if (document === null || arrival === null) throw new Error(`reading ${row.id} hangs in the air`);
  return {
    sha256: document.sha256,
    media: document.media,
    name: arrival.name,
    part: row.document_part,
    bytes: document.bytes.length,
    arrivedAtUtc: arrival.arrived_at_utc,
  };
}

/** A plate in the inputs of an analysis; its reading need not be the one that counts now. */
interface PlateUsed {
  readonly plateId: string;
  readonly readingId: string;
  readonly turn?: PlateTurn;
}

function plateUsed(inputs: string, plateId: string): PlateUsed {
  const { plates } = JSON.parse(inputs) as { plates: PlateUsed[] };
  const used = plates.find((plate) => plate.plateId === plateId);
  if (used === undefined) throw new Error(`the analysis has no plate ${plateId}`);
  return used;
}

function tracedWells(
  store: Store,
  layoutSha256: string,
  reading: PlateReading,
  arm: string | null,
  named: readonly string[],
  turn: PlateTurn,
): FlagTrace["wells"] {
  const layout = storedLayout(store, layoutSha256);
  const vehicles = new Set(layout.arms.filter((one) => one.vehicle).map((one) => one.id));
  const measurement = planeOf(reading, "measurement");
  const reference = planeOf(reading, "reference");
  return ALL_WELLS.flatMap((well) => {
    const { role, arm: wellArm, prednisoloneUgPerMl } = layout.wells[well];
    const ofComparison =
      arm !== null && wellArm !== null && (wellArm === arm || vehicles.has(wellArm));
    const control = role === "blank" || role === "untreated";
    if (!(ofComparison || control || named.includes(well))) return [];
    return [
      {
        well,
        readAt: turnWell(well, turn),
        role,
        arm: wellArm,
        prednisoloneUgPerMl,
        measurement: measurement?.values[wellIndex(well)]?.token.trim() ?? "",
        reference: reference?.values[wellIndex(well)]?.token.trim() ?? null,
      },
    ];
  });
}

/** Follows a flag down to the bytes. Throws FLAG_UNKNOWN. */
export function traceFlag(store: Store, flagId: string): FlagTrace {
  const flag = store.analyses.flagById(flagId);
  if (flag === null) throw new PlatewardenError("FLAG_UNKNOWN", `There is no flag ${flagId}.`);
  const analysis = store.analyses.byId(flag.analysis_id);
  const plate = store.plates.byId(flag.plate_id);
  if (analysis === null || plate === null) throw new Error(`flag ${flagId} hangs in the air`);
  const { readingId, turn = null } = plateUsed(analysis.inputs, plate.id);
  const row = store.readings.byId(readingId);
  const version = store.plates.versionOfReading(readingId);
  const layout = store.plates.layoutByHash(plate.layout_sha256);
  if (row?.body == null || version === null || layout === null) {
    throw new Error(`flag ${flagId} hangs in the air`);
  }
  const result = JSON.parse(analysis.result) as SampleAnalysis;
  const comparison = result.comparisons.find(
    (one) => one.plate === plate.barcode && one.arm === flag.arm,
  );
  return {
    flag: {
      id: flag.id,
      ruleId: flag.rule_id,
      title: flag.title,
      reasons: JSON.parse(flag.reasons) as string[],
      numbers: JSON.parse(flag.numbers),
      raisedAtUtc: flag.raised_at_utc,
    },
    analysis: {
      id: analysis.id,
      current: store.analyses.current(analysis.sample_id)?.id === analysis.id,
      provisional: analysis.provisional === 1,
      programVersion: analysis.program_version,
      inputsSha256: analysis.inputs_sha256,
      resultSha256: analysis.result_sha256,
      settings: shownSettings(store, analysis.settings_sha256),
      settingsSha256: analysis.settings_sha256,
      createdAtUtc: analysis.created_at_utc,
    },
    comparison: comparison ?? null,
    plate: {
      id: plate.id,
      barcode: plate.barcode,
      sample: store.samples.byId(plate.sample_id)?.name ?? "",
    },
    layout: { id: layout.id, revision: layout.revision, sha256: layout.sha256 },
    wells: tracedWells(
      store,
      layout.sha256,
      layReading(JSON.parse(row.body) as PlateReading, turn ?? "as-read"),
      flag.arm,
      JSON.parse(flag.wells) as string[],
      turn ?? "as-read",
    ),
    reading: {
      id: row.id,
      turn,
      origin: row.origin,
      driver: `${row.driver_id} ${row.driver_version}`,
      verification: row.verification,
      contentSha256: row.content_sha256,
      bodySha256: sha256(row.body),
      capturedAtUtc: row.captured_at_utc,
      boundBy: version.bound_by,
      boundBecause: version.bound_because,
    },
    transcript: tracedTranscript(store, row),
    document: tracedDocument(store, row),
  };
}
