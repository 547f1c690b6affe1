/** The files of a result: a table of wells, and an Allotrope document. */
import { type MeasuredPlane, type RunRecord, WELL_NAMES } from "./run-record.ts";

export interface ResultDocument {
  readonly name: string;
  readonly mimeType: string;
  readonly content: Buffer;
}

/** What stands in the table for a saturated well; one that was not reached is empty. */
const OVERFLOW_TOKEN = "OVRFLW";

/** A row a well, a column a wavelength. */
export function writeCsv(record: RunRecord): ResultDocument {
  const titles = record.planes.map((plane) => `Absorbance ${plane.wavelengthNm} nm [AU]`);
  const lines = WELL_NAMES.map((well, index) => {
    const values = record.planes.map((plane) => token(record, plane, index));
    return [quote(record.plateId ?? ""), well, ...values].join(",");
  });
  const text = [["Plate", "Well", ...titles].join(","), ...lines, ""].join("\r\n");
  return { name: `${record.runId}.csv`, mimeType: "text/csv", content: Buffer.from(text) };
}

/** A plate reader document of the Allotrope Simple Model, which has no null: a saturated well carries an error instead. */
export function writeAsm(record: RunRecord): ResultDocument {
  const document = {
    "$asm.manifest":
      "http://purl.allotrope.org/manifests/plate-reader/REC/2025/03/plate-reader.manifest",
    "plate reader aggregate document": {
      "plate reader document": WELL_NAMES.map((_, index) => ({
        "measurement aggregate document": {
          "measurement time": record.startedAt,
          "plate well count": { value: 96, unit: "#" },
          "container type": "well plate",
          "measurement document": record.planes.map((plane) => measurement(record, plane, index)),
        },
      })),
    },
  };
  const content = Buffer.from(JSON.stringify(document));
  return { name: `${record.runId}.asm.json`, mimeType: "application/json", content };
}

function measurement(record: RunRecord, plane: MeasuredPlane, index: number): object {
  const value = valuesOf(record, plane)[index] ?? null;
  const well = WELL_NAMES[index];
  return {
    "measurement identifier": `${record.runId}/${plane.wavelengthNm}/${well}`,
    "device control aggregate document": {
      "device control document": [
        {
          "device type": "plate reader",
          "detection type": "Absorbance",
          "detector wavelength setting": { value: plane.wavelengthNm, unit: "nm" },
        },
      ],
    },
    "sample document": {
      "location identifier": well,
      "sample identifier": well,
      "well plate identifier": record.plateId ?? "",
    },
    ...(value === null
      ? { "error aggregate document": { "error document": [{ error: "saturated" }] } }
      : { absorbance: { value: toMilli(value), unit: "mAU" } }),
  };
}

/** 96 values row by row; null for a well that was saturated or not reached. */
export function valuesOf(record: RunRecord, plane: MeasuredPlane): (number | null)[] {
  return plane.absorbances.flatMap((row, index) =>
    row.map((au) => (isRead(record, index) ? au : null)),
  );
}

function isRead(record: RunRecord, row: number): boolean {
  return row < record.rowsRead;
}

function token(record: RunRecord, plane: MeasuredPlane, index: number): string {
  if (!isRead(record, Math.floor(index / 12))) return "";
  return valuesOf(record, plane)[index]?.toFixed(4) ?? OVERFLOW_TOKEN;
}

/** Without the noise of binary fractions. */
function toMilli(absorbance: number): number {
  return Number((absorbance * 1000).toPrecision(12));
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
