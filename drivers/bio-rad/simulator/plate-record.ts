/** How the simulated reader writes a plate: header, filters, one or two blocks of eight rows. */
import type { Matrix } from "../../simulator/inserted-plate.ts";
import type { ModelFacts } from "./model-facts.ts";

/** What the reader measured and still holds. */
export interface MeasuredPlate {
  readonly plateId: string;
  readonly measurement: Matrix;
  readonly reference: Matrix | null;
  readonly measurementFilter: string;
  readonly referenceFilter: string | null;
  /** As the 680 prints it. */
  readonly clock: string;
}

/** A record as separate lines, so that a fault can spoil one of them before it goes out. */
export interface PlateRecord {
  readonly head: string[];
  readonly blocks: { rows: string[]; checksum: string | null }[];
}

/** Answer to a command: every plate that was measured, raw. */
export function rawRecord(plate: MeasuredPlate, model: ModelFacts): PlateRecord {
  const matrices =
    plate.reference === null ? [plate.measurement] : [plate.measurement, plate.reference];
  return record(plate, model, matrices);
}

/** What the 550 sends by itself: one block, with the reference already taken off. */
export function pushedRecord(plate: MeasuredPlate, model: ModelFacts): PlateRecord {
  const { measurement, reference } = plate;
  const difference = measurement.map((row, r) =>
    row.map((value, c) => {
      if (reference === null) return value;
      const away = reference[r]?.[c] ?? null;
      return value === null || away === null || value > model.highestAu ? null : value - away;
    }),
  );
  return record(plate, model, [difference]);
}

export function renderRecord({ head, blocks }: PlateRecord): string {
  const lines = [...head];
  blocks.forEach((block, index) => {
    lines.push(".begin", ...block.rows);
    if (block.checksum !== null) lines.push(block.checksum);
    lines.push(".end", "");
    if (index > 0) lines.push("");
  });
  return lines.map((line) => `${line}\r`).join("");
}

function record(plate: MeasuredPlate, model: ModelFacts, matrices: readonly Matrix[]): PlateRecord {
  const head = [model.headerLine];
  if (model.printsClock) head.push(plate.clock);
  head.push(`Mes. filter:${plate.measurementFilter}`);
  if (plate.referenceFilter !== null) head.push(`Ref. filter:${plate.referenceFilter}`);
  return {
    head,
    blocks: matrices.map((matrix) => {
      const rows = matrix.map((row) => row.map((value) => writeValue(value, model)).join(""));
      return { rows, checksum: `${addUp(rows)}` };
    }),
  };
}

/** Separator and value: the separator of a negative value is its sign. */
export function writeValue(absorbance: number | null, model: ModelFacts): string {
  if (absorbance === null) return ` ${model.overflow}`;
  const milli = Math.round(absorbance * 1000);
  if (Math.abs(milli) > model.highestAu * 1000) return ` ${model.overflow}`;
  const size = Math.abs(milli);
  const digits = String(size % 1000).padStart(3, "0");
  return `${milli < 0 ? "-" : " "}${Math.floor(size / 1000)}.${digits}`;
}

/** Sum of the block's characters with their CR, modulo 256; the variant of the worked example. */
function addUp(rows: readonly string[]): number {
  let sum = 0;
  for (const byte of Buffer.from(rows.map((row) => `${row}\r`).join(""), "latin1")) sum += byte;
  return sum & 0xff;
}
