/** A trial of a profile as people read it: what was understood, row by row, and what was not. */
import type { AbsorbancePlane, PlateReading } from "../domain/reading.ts";
import { textTable } from "../domain/text-table.ts";
import { ALL_WELLS, COLUMN_COUNT, COLUMN_NUMBERS, ROW_LETTERS } from "../domain/well.ts";
import type { Trial } from "./try-profile.ts";

export function renderTrial(trial: Trial): string {
  const { identity, plate, rejected } = trial;
  const baud = trial.baudRate === null ? "" : ` at ${trial.baudRate} baud`;
  return [
    `${trial.dialogue}${baud}: ${trial.sentence}`,
    ...(identity === null ? [] : identityLines(identity)),
    ...(plate === null ? [] : plateLines(plate)),
    ...rejected.map(({ reason, text }) => `  rejected, ${reason}: ${JSON.stringify(text)}`),
  ].join("\n");
}

function identityLines({ filtersNm, details }: NonNullable<Trial["identity"]>): string[] {
  const filters = filtersNm?.map((nm) => nm ?? "empty").join(", ");
  return [
    ...(filters === undefined ? [] : [`  filters: ${filters}`]),
    ...Object.entries(details).map(([name, value]) => `  ${name}: ${value}`),
  ];
}

function plateLines(plate: PlateReading): string[] {
  const { readerModel, readerClock, plateBarcode, temperatureC } = plate;
  const facts: [string, string | number | null | undefined][] = [
    ["reader", readerModel],
    ["clock", readerClock],
    ["barcode", plateBarcode],
    ["temperature in °C", temperatureC],
  ];
  return [
    ...facts.flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [`  ${name}: ${value}`],
    ),
    ...(plate.referenceSubtracted ? ["  the reader has taken the reference off"] : []),
    ...plate.planes.flatMap(planeLines),
    ...plate.warnings.map(({ code, message }) => `  warning ${code}: ${message}`),
  ];
}

function planeLines({ role, wavelengthNm, filterToken, values }: AbsorbancePlane): string[] {
  const rows = ROW_LETTERS.map((letter, row) => [
    letter,
    ...values
      .slice(row * COLUMN_COUNT, (row + 1) * COLUMN_COUNT)
      .map((value) => value.token || "·"),
  ]);
  const missing = values.flatMap((value, index) =>
    value.absorbance === null ? [`${ALL_WELLS[index]} ${value.token} ${value.direction}`] : [],
  );
  const nm = wavelengthNm === null ? "wavelength unknown" : `${wavelengthNm} nm`;
  const named = filterToken === "" ? "" : `, named \`${filterToken}\``;
  return [
    `  ${role}, ${nm}${named}:`,
    ...textTable(["", ...COLUMN_NUMBERS.map(String)], rows)
      .split("\n")
      .map((line) => `    ${line}`),
    ...(missing.length === 0 ? [] : [`    without a number: ${missing.join("; ")}`]),
  ];
}
