import { PROGRAM_VERSION } from "../../pipeline/program-version.ts";
import type { GatheredPlate } from "../gather-plates.ts";
import { calculatedData } from "./asm-calculated-data.ts";
import { measuredWells } from "./asm-measurements.ts";
import { type AsmDatum, type AsmFile, customInformation, datum } from "./asm-types.ts";
import { MILLI_AU_PER_AU } from "./milli-au.ts";

export const ASM_MANIFEST =
  "http://purl.allotrope.org/manifests/plate-reader/REC/2025/03/plate-reader.manifest";

export interface PlateAsm {
  readonly file: AsmFile;
  /** Measurements that `strict` left out. */
  readonly leftOut: readonly { readonly id: string; readonly error: string }[];
}

function verdicts(plate: GatheredPlate): readonly (AsmDatum | null)[] {
  return plate.comparisons.flatMap(({ arm, class: verdict, grade, reasons }) => [
    datum(`verdict (assay result for review), ${arm}`, verdict),
    datum(`grade, ${arm}`, grade),
    datum(`reasons, ${arm}`, reasons.join("|")),
  ]);
}

function provenance(plate: GatheredPlate): readonly (AsmDatum | null)[] {
  const { analysis, evidence, judged, statistics } = plate;
  return [
    datum(
      "absorbance conversion",
      `absorbance in mAU = ${MILLI_AU_PER_AU} × the absorbance in AU that the reader gave`,
    ),
    datum("reference subtracted by the reader", evidence.reading.referenceSubtracted),
    datum("reader clock (without zone)", evidence.reading.readerClock),
    datum("plate quality", judged ? (statistics?.verdict ?? null) : "not-judged"),
    datum("provisional", analysis.provisional === 1),
    datum("analysis id", analysis.id),
    datum("analysis program version", analysis.program_version),
    datum("settings sha256", analysis.settings_sha256),
    datum("result sha256", analysis.result_sha256),
    datum("layout", `${evidence.layout.id} revision ${evidence.layout.revision}`),
    datum("layout sha256", evidence.layout.sha256),
    datum("plate version", evidence.version.version),
    datum("transcript sha256", evidence.row.transcript_sha256),
    datum("document sha256", evidence.row.document_sha256),
  ];
}

/**
 * One plate as an Allotrope Simple Model, plate reader REC/2025/03: its reading, what was calculated of it, and where
 * both come from. The measurement time is when the reading was captured, in UTC: readers print no zone. The same plate
 * and analysis give the same text. Source: `src/export/asm/plate-reader-2025-03.schema.json`.
 */
export function plateAsm(plate: GatheredPlate, strict: boolean): PlateAsm {
  const { row, reading } = plate.evidence;
  const { documents, leftOut } = measuredWells(plate, strict);
  const calculated = calculatedData(plate);
  const file: AsmFile = {
    "$asm.manifest": ASM_MANIFEST,
    "plate reader aggregate document": {
      "plate reader document": documents,
      ...(calculated.length === 0
        ? {}
        : { "calculated data aggregate document": { "calculated data document": calculated } }),
      "custom information aggregate document": {
        "custom information document": [...provenance(plate), ...verdicts(plate)].filter(
          (one) => one !== null,
        ),
      },
      "data system document": {
        "ASM file identifier": `${row.id}/${plate.analysis.id}`,
        "data system instance identifier": "Platewarden",
        "database primary key": row.id,
        ...(plate.documentName === null ? {} : { "file name": plate.documentName }),
        "ASM converter name": "platewarden",
        "ASM converter version": PROGRAM_VERSION,
        "software name": "Platewarden",
        "software version": plate.analysis.program_version,
      },
      "device system document": {
        "device identifier": row.reader_id,
        "model number": reading.readerModel.trim() === "" ? "N/A" : reading.readerModel.trim(),
        ...customInformation([
          datum("driver", `${row.driver_id} ${row.driver_version}`),
          datum("driver verification", row.verification),
        ]),
      },
    },
  };
  return { file, leftOut };
}
