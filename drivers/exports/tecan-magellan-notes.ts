/** The lines that Magellan writes under its results: when, with which reader and at which wavelengths it measured. */
import type { CellTable } from "../../src/instrument/exports/contract.ts";
import { rowTexts } from "./parts/setting-lines.ts";

export interface MagellanMeasurement {
  /** The heading of its column, where the file says it. */
  readonly label: string | null;
  readonly mode: string | null;
  readonly wavelengthNm: number | null;
  readonly referenceNm: number | null;
}

export interface MagellanNotes {
  /** Date and time as the file writes them; null when they are not there. */
  readonly readAtLocal: string | null;
  readonly readerModel: string | null;
  readonly readerSerial: string | null;
  /** The first stated, in °C; Magellan writes 0 for a reader that measures none. */
  readonly temperatureC: number | null;
  readonly measurements: readonly MagellanMeasurement[];
  /** What was scanned or typed as the plate's barcode when the method asked for it; null when nothing was. */
  readonly barcode: string | null;
  /** Wavelengths that stand in lines of their own, in nm. */
  readonly wavelengthsNm: readonly number[];
  /** Labels of the temperatures that were stated: each stands for one measurement. */
  readonly measuredLabels: readonly string[];
  readonly pairs: Readonly<Record<string, string>>;
}

const KEY = /^([^:]{2,60}):\s*(.*)$/s;
const TEMPERATURE = /^Meas\. temperature:\s*(.+?):\s*(-?\d+(?:[.,]\d+)?)\s*°?\s*C/i;

/** Reads the lines of rows `from` to the end. Lines it does not know change nothing. */
export function readMagellanNotes(table: CellTable, from: number): MagellanNotes {
  const lines = Array.from({ length: table.rows.length }, (_, row) => row)
    .slice(from)
    .map((row) => rowTexts(table, row).join(" "))
    .filter((line) => line !== "");
  const temperatures = lines.flatMap((line) => {
    const match = TEMPERATURE.exec(line);
    return match === null
      ? []
      : [{ label: match[1] ?? "", celsius: Number(match[2]?.replace(",", ".")) }];
  });
  const serialAt = lines.findIndex((line) => /^Instrument serial number:/i.test(line));
  const first = temperatures[0]?.celsius ?? null;
  return {
    readAtLocal: measuredAt(lines),
    readerModel: serialAt > 0 ? (lines[serialAt - 1] ?? null) : null,
    readerSerial: valueAfter(lines[serialAt]),
    temperatureC: first === 0 ? null : first,
    measurements: measurementsOf(lines),
    barcode: barcodeOf(lines),
    wavelengthsNm: lines.flatMap((line) => nanometres(/^\d{3,4}\s*nm$/i.exec(line)?.[0]) ?? []),
    measuredLabels: temperatures.map(({ label }) => label),
    pairs: Object.fromEntries(lines.flatMap(pairOf)),
  };
}

/** The method's prompt is the user's own, e.g. `Scan Barcode`; `Barcode: No` says that the reader read none. */
function barcodeOf(lines: readonly string[]): string | null {
  const values = lines
    .flatMap(pairOf)
    .filter(
      ([key, value]) =>
        /barcode|plate[ -]?id/i.test(key) && !/^(no|none|yes|off|on|)$/i.test(value),
    );
  return values[0]?.[1] ?? null;
}

function measuredAt(lines: readonly string[]): string | null {
  const line = lines.find((one) => /^Date of measurement:/i.test(one));
  const match = /^Date of measurement:\s*(.*?)\s*\/?\s*Time of measurement:\s*(.*)$/i.exec(
    line ?? "",
  );
  return match === null ? valueAfter(line) : `${match[1]} ${match[2]}`.trim();
}

/** A measurement begins with its own line, or with the first setting that the one before has already. */
function measurementsOf(lines: readonly string[]): MagellanMeasurement[] {
  const blocks: Map<string, string>[] = [];
  let open = false;
  for (const line of lines) {
    if (/^Measurement \d+/i.test(line)) open = false;
    const [key = "", value = ""] = pairOf(line)[0] ?? modeAlone(line);
    const setting = SETTINGS.find(([start]) => key.toLowerCase().startsWith(start))?.[1];
    if (setting === undefined || TEMPERATURE.test(line)) continue;
    const current = blocks.at(-1);
    if (current === undefined || !open || current.has(setting))
      blocks.push(new Map([[setting, value]]));
    else current.set(setting, value);
    open = true;
  }
  return blocks.map((block) => ({
    label: block.get("label") ?? null,
    mode: block.get("mode") ?? null,
    wavelengthNm: nanometres(block.get("wavelength")),
    referenceNm: nanometres(block.get("reference")),
  }));
}

const SETTINGS = [
  ["label", "label"],
  ["measurement mode", "mode"],
  ["measurement wavelength", "wavelength"],
  ["wavelength", "wavelength"],
  ["reference wavelength", "reference"],
] as const;

/** The short form of newer versions has the mode in a line of its own. */
function modeAlone(line: string): readonly [string, string] {
  return /^(Absorbance|Fluorescence.*|Luminescence.*)$/i.test(line)
    ? ["measurement mode", line]
    : ["", ""];
}

function pairOf(line: string): [string, string][] {
  const match = KEY.exec(line);
  return match === null ? [] : [[match[1] ?? "", match[2] ?? ""]];
}

function valueAfter(line: string | undefined): string | null {
  const value = line === undefined ? "" : (KEY.exec(line)?.[2] ?? "");
  return value === "" ? null : value;
}

function nanometres(text: string | undefined): number | null {
  const number = Number(/^(\d{3,4})/.exec(text ?? "")?.[1]);
  return Number.isNaN(number) ? null : number;
}
