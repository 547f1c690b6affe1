/** Plates of one export of i-control or SparkControl. */
import type {
  Cell,
  ExportDocument,
  ExportRefused,
  ImportedPlate,
  ImportedRead,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { ownSheets } from "./parts/own-sheets.ts";
import { refuseDuplicates } from "./parts/plate-names.ts";
import { checkBlock, type ReadTitle } from "./parts/plate-reads.ts";
import { type ValueReader, valueReader } from "./parts/read-values.ts";
import { duplicatePlate, noResults, notAbsorbance, placeOf, reducedOnly } from "./parts/refuse.ts";
import { lineValue, type SettingLine, settingLines } from "./parts/setting-lines.ts";
import { matchesAny } from "./parts/signature.ts";
import { wavelengthOf } from "./parts/wavelength.ts";
import { cellsOfBlock, readOfCells, type WellCell } from "./parts/well-cells.ts";
import {
  hasFirstLine,
  type TecanExport,
  type TecanGroup,
  type TecanResult,
  tecanExports,
} from "./tecan-groups.ts";
import { checkPart } from "./tecan-part.ts";

/** Starts of keys, lower case, in the languages in which exports were seen. */
const KEYS = {
  wavelength: [
    "measurement wavelength",
    "wavelength",
    "messwellenlänge",
    "wellenlänge",
    "longueur d",
  ],
  reference: ["reference wavelength", "referenzwellenlänge", "longueur d'onde de référence"],
  mode: ["mode", "modus", "modo"],
  excitation: ["excitation wavelength", "anregungswellenlänge", "emission wavelength"],
  start: ["start time", "startzeit", "heure de début"],
  end: ["end time", "endzeit", "heure de fin"],
  temperature: ["temperature", "temperatur", "température"],
  device: ["device", "gerät", "appareil"],
  serial: ["serial number", "seriennummer", "numéro de série"],
  part: ["part of plate", "plate area", "teil der platte", "plattenbereich", "partie de"],
  plateId: ["plate-id", "plate id", "platten-id", "barcode", "plate barcode", "code-barres"],
} as const;

interface PlacedRead {
  readonly group: TecanGroup | null;
  readonly result: TecanResult;
  readonly cells: readonly WellCell[];
  readonly title: ReadTitle;
}

/** Every plate of the document, one an export. Throws ExportRefused. */
export function tecanPlates(
  document: ExportDocument,
  profile: ExportProfile,
): readonly ImportedPlate[] {
  const own = ownSheets(document.tables, hasFirstLine);
  const found = own.tables.flatMap(tecanExports);
  const exports = found.filter((one) => one.results.length > 0);
  const kinetic = found.find((one) => one.kineticRow !== null);
  if (exports.length === 0 && kinetic !== undefined) throw refuseKinetic(kinetic);
  if (exports.length === 0) throw noResults("The program's own sheets have no results");
  return refuseDuplicates(
    exports.map((one) => {
      const plate = readExport(document, one, profile, exports.length > 1);
      return { ...plate, warnings: [...plate.warnings, ...own.warnings] };
    }),
  );
}

function readExport(
  document: ExportDocument,
  one: TecanExport,
  profile: ExportProfile,
  isOneOfSeveral: boolean,
): ImportedPlate {
  const { table } = one;
  const head = settingLines(table, one.from, one.groups[0]?.row ?? one.results[0]?.row ?? one.to);
  const all = settingLines(table, one.from, one.to);
  const placed = placeResults(one, profile);
  const reader = valueReader(
    profile,
    placed.reads.flatMap(({ cells }) => cells.map(cellOf)),
  );
  const plateId = lineValue(head, KEYS.plateId) ?? lineValue(all, KEYS.plateId);
  const reads = placed.reads.map((read) => readFilled(one, read, reader));
  return {
    label: isOneOfSeveral ? table.name : null,
    plateId,
    barcodeCandidates: [],
    rows: 8,
    columns: 12,
    readAtLocal: lineValue(all, KEYS.start) ?? headTime(head),
    readerModel: lineValue(head, KEYS.device),
    readerSerial: lineValue(head, KEYS.serial),
    temperatureC: temperatureOf(all),
    reads,
    vendorResults: placed.calculated,
    header: Object.fromEntries(
      head.filter(({ value }) => value !== "").map(({ key, value }) => [key, value]),
    ),
    bars: savedAgainBars(document, profile),
    warnings: [...reader.warnings, ...placed.warnings],
  };
}

interface Placement {
  readonly reads: readonly PlacedRead[];
  readonly calculated: readonly string[];
  readonly warnings: ImportedPlate["warnings"];
}

/** Gives each result to its group; sets calculated results and those that are no absorbance aside. */
function placeResults(one: TecanExport, profile: ExportProfile): Placement {
  const reads: PlacedRead[] = [];
  const calculated: string[] = [];
  const others: string[] = [];
  const taken = new Set<TecanGroup>();
  for (const result of one.results) {
    if (result.title !== null && matchesAny(result.title, profile.calculated)) {
      calculated.push(result.title);
      continue;
    }
    const group = groupOf(one, result, taken);
    const isReference = isReferenceTitle(result.title) && reads.length > 0;
    if (group !== null && !isReference) taken.add(group);
    if (!isAbsorbance(group)) others.push(nameOfOther(group, result));
    else
      reads.push(
        placeRead(one, result, isReference ? (reads.at(-1)?.group ?? group) : group, isReference),
      );
  }
  if (reads.length === 0 && others.length > 0) {
    throw notAbsorbance(
      `“${others[0]}” is no absorbance`,
      placeOf(one.table.name, one.results[0]?.row ?? one.from),
    );
  }
  if (reads.length === 0) throw reducedOnly(calculated.join(", "));
  refuseSameLabel(reads);
  return { reads: markDifferences(reads), calculated, warnings: leftOut(others) };
}

function nameOfOther(group: TecanGroup | null, result: TecanResult): string {
  const label = group?.label ?? "";
  const mode = lineValue(group?.lines ?? [], KEYS.mode) ?? "another mode";
  return [label, result.title ?? "", mode].find((name) => name !== "") ?? mode;
}

/** The program gives each measurement of a script a label of its own: one label twice is two plates, or a paste. */
function refuseSameLabel(reads: readonly PlacedRead[]): void {
  const keys = reads.map(({ title }) => `${title.label} at ${title.wavelengthNm} nm`);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw duplicatePlate(twice);
}

/** The group that the title names, else the first above the result that has none yet, else the nearest above. */
function groupOf(
  one: TecanExport,
  result: TecanResult,
  taken: ReadonlySet<TecanGroup>,
): TecanGroup | null {
  const above = one.groups.filter(({ row }) => row < result.row);
  const name = result.title?.split(":")[0]?.trim();
  const named = name === undefined ? undefined : above.find(({ label }) => label === name);
  return named ?? above.find((group) => !taken.has(group)) ?? above.at(-1) ?? null;
}

function placeRead(
  one: TecanExport,
  result: TecanResult,
  group: TecanGroup | null,
  isReference: boolean,
): PlacedRead {
  const wavelength = lineValue(group?.lines ?? [], isReference ? KEYS.reference : KEYS.wavelength);
  const label = isReference ? result.title : (group?.label ?? result.title);
  return {
    group,
    result,
    cells: checkedCells(one, result, group),
    title: {
      label,
      wavelengthNm:
        nanometres(wavelength) ??
        (isReference ? null : (wavelengthOf(result.title) ?? wavelengthOf(label))),
      referenceSubtracted: false,
    },
  };
}

/**
 * With a reference wavelength and no results of its own for it, the values may have it taken off already; how much of
 * them was over range cannot be seen then.
 */
function markDifferences(reads: readonly PlacedRead[]): readonly PlacedRead[] {
  return reads.map((read) => {
    const states = lineValue(read.group?.lines ?? [], KEYS.reference) !== null;
    const shown = reads.some(
      (other) => other.group === read.group && isReferenceTitle(other.result.title),
    );
    return states && !shown
      ? { ...read, title: { ...read.title, referenceSubtracted: true } }
      : read;
  });
}

function checkedCells(
  one: TecanExport,
  result: TecanResult,
  group: TecanGroup | null,
): readonly WellCell[] {
  const lines = group?.lines ?? [];
  if (result.block !== null) checkBlock(result.block, false);
  const cells = result.block === null ? result.list : cellsOfBlock(result.block);
  const hasEnd = settingLines(one.table, result.row, one.to).some(({ key }) =>
    KEYS.end.some((start) => key.toLowerCase().startsWith(start)),
  );
  checkPart(cells, lineValue(lines, KEYS.part), hasEnd, placeOf(one.table.name, result.row));
  return cells;
}

function readFilled(
  one: TecanExport,
  { cells, title, result }: PlacedRead,
  reader: ValueReader,
): ImportedRead {
  const read = readOfCells(one.table, cells, title, reader);
  if (Object.keys(read.wells).length === 0) {
    throw noResults(`The table of results (${placeOf(one.table.name, result.row)}) has no values`);
  }
  return read;
}

function isAbsorbance(group: TecanGroup | null): boolean {
  if (group === null) return true;
  const mode = lineValue(group.lines, KEYS.mode);
  if (mode !== null) return /^abs/i.test(mode);
  return lineValue(group.lines, KEYS.excitation) === null;
}

function isReferenceTitle(title: string | null): boolean {
  return title !== null && /^(reference|referenz|référence)/i.test(title);
}

function leftOut(labels: readonly string[]): ImportedPlate["warnings"] {
  if (labels.length === 0) return [];
  return [
    {
      code: "NOT_ABSORBANCE",
      message: `No absorbance and therefore left out: ${labels.join(", ")}.`,
    },
  ];
}

function refuseKinetic(one: TecanExport): ExportRefused {
  return notAbsorbance(
    "The file is of a kinetic measurement",
    placeOf(one.table.name, one.kineticRow ?? 0),
  );
}

function nanometres(value: string | null): number | null {
  const number = Number(/^(\d{3,4})(?:[.,]\d+)?/.exec(value ?? "")?.[1]);
  return Number.isNaN(number) ? null : number;
}

function temperatureOf(lines: readonly SettingLine[]): number | null {
  const value = /(-?\d+(?:[.,]\d+)?)/.exec(lineValue(lines, KEYS.temperature) ?? "")?.[1];
  return value === undefined ? null : Number(value.replace(",", "."));
}

function headTime(head: readonly SettingLine[]): string | null {
  const date = lineValue(head, ["date", "datum"]);
  const time = lineValue(head, ["time", "zeit", "heure"]);
  return date === null ? null : [date, time].filter((part) => part !== null).join(" ");
}

function cellOf({ cell }: WellCell): Cell | undefined {
  return cell;
}
