/** The record of a plate: everything that a signature is given for, as one text under one hash. */
import { canonicalJson, sha256 } from "../../domain/canonical.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import { type PlateInputs, plateInputs } from "../plate-inputs.ts";
import { storedPlate } from "../sample-evidence.ts";

/** A flag as far as numbers make it: its words may be put better by a later program. */
export interface RecordedFlag {
  readonly kind: string;
  readonly arm: string | null;
  readonly class: string | null;
  readonly grade: string | null;
  readonly ruleId: string;
  readonly severity: string;
  readonly wells: readonly string[];
  readonly numbers: unknown;
}

/**
 * Holds neither the version of the program nor ids of analyses: a new version that finds the same numbers leaves
 * signatures as they are. The name of the settings is left out too, because a name can be given later.
 */
export interface PlateRecord {
  /** Of this form. */
  readonly format: 1;
  readonly sample: string;
  readonly blastsDay4Percent: number | null;
  /** The reading that counts, the layout, masks by well with their reasons. */
  readonly inputs: PlateInputs;
  readonly source: {
    readonly transcriptSha256: string | null;
    readonly documentSha256: string | null;
    readonly documentPart: number | null;
  };
  /** Null before there is an analysis, as all that follows. */
  readonly settingsSha256: string | null;
  readonly provisional: boolean | null;
  /** The plate's own part of the sample's result, in the same form. */
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly flags: readonly RecordedFlag[];
}

export interface StandingRecord {
  readonly record: PlateRecord;
  /** Canonical JSON. */
  readonly body: string;
  readonly sha256: string;
}

/** Hashes of the parts of a record, so that people can tell which of them differs. */
export interface RecordParts {
  readonly rawSha256: string;
  readonly layoutSha256: string;
  readonly settingsSha256: string;
  readonly resultSha256: string;
}

/** Rows and entries of one plate; a section that has none is left out, so that sections to come change no record. */
export function ownResult(
  result: Readonly<Record<string, unknown>>,
  barcode: string,
): Readonly<Record<string, unknown>> {
  const own: [string, unknown][] = [];
  for (const [section, content] of Object.entries(result)) {
    if (Array.isArray(content)) {
      const rows = content.filter((row: { readonly plate?: unknown }) => row.plate === barcode);
      if (rows.length > 0) own.push([section, rows]);
    } else if (typeof content === "object" && content !== null && Object.hasOwn(content, barcode)) {
      const entry: unknown = Reflect.get(content, barcode);
      own.push([section, { [barcode]: entry }]);
    }
  }
  return Object.fromEntries(own);
}

function recordedFlags(store: Store, analysisId: string, plateId: string): RecordedFlag[] {
  return store.analyses
    .flagsOf(analysisId)
    .filter((flag) => flag.plate_id === plateId)
    .map((flag) => ({
      kind: flag.kind,
      arm: flag.arm,
      class: flag.class,
      grade: flag.grade,
      ruleId: flag.rule_id,
      severity: flag.severity,
      wells: JSON.parse(flag.wells) as string[],
      numbers: JSON.parse(flag.numbers) as unknown,
    }));
}

/** In the order of the wells: in which order people put masks on decides nothing. */
function byWell(inputs: PlateInputs): PlateInputs {
  return { ...inputs, masks: inputs.masks.toSorted((a, b) => (a.well < b.well ? -1 : 1)) };
}

/** The record of a plate as everything stands now. */
export function plateRecord(store: Store, plate: PlateRow): StandingRecord {
  const stored = storedPlate(store, plate);
  const sample = store.samples.byId(plate.sample_id);
  const analysis = store.analyses.current(plate.sample_id);
  const { row } = stored;
  const record: PlateRecord = {
    format: 1,
    sample: sample?.name ?? "",
    blastsDay4Percent: sample?.blasts_day4_percent ?? null,
    inputs: byWell(plateInputs(stored)),
    source: {
      transcriptSha256: row.transcript_sha256,
      documentSha256: row.document_sha256,
      documentPart: row.document_part,
    },
    settingsSha256: analysis?.settings_sha256 ?? null,
    provisional: analysis === null ? null : analysis.provisional === 1,
    result: analysis === null ? null : ownResult(JSON.parse(analysis.result), plate.barcode),
    flags: analysis === null ? [] : recordedFlags(store, analysis.id, plate.id),
  };
  const body = canonicalJson(record);
  return { record, body, sha256: sha256(body) };
}

/** An empty text stands for what there is not. */
export function recordParts({ record }: StandingRecord): RecordParts {
  const { inputs, source, result, flags, provisional, settingsSha256 } = record;
  const raw = { readingId: inputs.readingId, readingSha256: inputs.readingSha256, ...source };
  return {
    rawSha256: sha256(canonicalJson(raw)),
    layoutSha256: inputs.layoutSha256,
    settingsSha256: settingsSha256 ?? "",
    resultSha256: result === null ? "" : sha256(canonicalJson({ result, flags, provisional })),
  };
}
