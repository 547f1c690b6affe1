import { sha256 } from "../domain/canonical.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import type { ExportFormat, FormatFiles } from "./export-files.ts";
import type { GatheredPlate } from "./gather-plates.ts";
import type { LeftOut } from "./synergyfinder-table.ts";

export const MANIFEST_FILE = "manifest.json";

export interface ManifestFile {
  readonly path: string;
  readonly format: ExportFormat;
  readonly bytes: number;
  readonly sha256: string;
}

interface ManifestPlate {
  readonly barcode: string;
  readonly version: number;
  readonly judged: boolean;
  readonly readingId: string;
  readonly readingSha256: string;
  readonly transcriptSha256: string | null;
  readonly documentSha256: string | null;
  readonly layout: string;
  readonly layoutRevision: number;
  readonly layoutSha256: string;
  /** Masks that people put on and that stand. */
  readonly masks: readonly {
    readonly well: string;
    readonly reason: string;
    readonly by: string;
  }[];
}

interface ManifestAnalysis {
  readonly sample: string;
  readonly analysisId: string;
  readonly programVersion: string;
  /** What people call the settings, as `NAME@VERSION`; null where nobody has named them. */
  readonly settingsName: string | null;
  readonly settingsSha256: string;
  readonly inputsSha256: string;
  readonly resultSha256: string;
  readonly provisional: boolean;
  readonly madeAtUtc: string;
  readonly plates: readonly ManifestPlate[];
}

export interface ExportManifest {
  readonly schema: "platewarden-export/1";
  readonly programVersion: string;
  readonly exportedAtUtc: string;
  readonly strict: boolean;
  readonly analyses: readonly ManifestAnalysis[];
  /** The settings of the analyses by their hash, name by name. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What a format has no place for, and why. */
  readonly leftOut: readonly (LeftOut & { readonly format: ExportFormat })[];
  readonly files: readonly ManifestFile[];
}

function manifestPlate({ barcode, judged, evidence }: GatheredPlate): ManifestPlate {
  const { row, version, layout, masks } = evidence;
  return {
    barcode,
    version: version.version,
    judged,
    readingId: row.id,
    readingSha256: sha256(row.body ?? ""),
    transcriptSha256: row.transcript_sha256,
    documentSha256: row.document_sha256,
    layout: layout.id,
    layoutRevision: layout.revision,
    layoutSha256: layout.sha256,
    masks: masks.map(({ well, reason, by }) => ({ well, reason, by })),
  };
}

function manifestAnalyses(plates: readonly GatheredPlate[]): readonly ManifestAnalysis[] {
  const byAnalysis = Map.groupBy(plates, (plate) => plate.analysis.id);
  return [...byAnalysis.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { analysis, sample } = first;
    return [
      {
        sample: sample.name,
        analysisId: analysis.id,
        programVersion: analysis.program_version,
        settingsName: first.settingsName,
        settingsSha256: analysis.settings_sha256,
        inputsSha256: analysis.inputs_sha256,
        resultSha256: analysis.result_sha256,
        provisional: analysis.provisional === 1,
        madeAtUtc: analysis.created_at_utc,
        plates: own.map(manifestPlate),
      },
    ];
  });
}

export function contentBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? Buffer.from(content, "utf8") : content;
}

/** What was exported, of which analyses, with the hash of every file. */
export function exportManifest(
  plates: readonly GatheredPlate[],
  formats: readonly FormatFiles[],
  made: { readonly exportedAtUtc: string; readonly strict: boolean },
): ExportManifest {
  return {
    schema: "platewarden-export/1",
    programVersion: PROGRAM_VERSION,
    ...made,
    analyses: manifestAnalyses(plates),
    settings: Object.fromEntries(
      plates.map((plate) => [plate.analysis.settings_sha256, plate.settings]),
    ),
    leftOut: formats.flatMap(({ format, leftOut }) => leftOut.map((one) => ({ format, ...one }))),
    files: formats.flatMap(({ format, files }) =>
      files.map(({ path, content }) => {
        const bytes = contentBytes(content);
        return { path, format, bytes: bytes.length, sha256: sha256(bytes) };
      }),
    ),
  };
}
