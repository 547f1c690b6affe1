import { textOfDue } from "./due-text.ts";
import type { GridRow } from "./grid-rows.ts";

/** A series of plates as it is asked for; numbers as they were typed. */
export interface SeriesOrder {
  /** `ALL-####-{n}`: `#` are digits of the sample's running number, `{n}` (`{nn}`, …) counts the plates. */
  readonly pattern: string;
  /** First number of the samples, or of the plates where the pattern has no `#`. */
  readonly from: number;
  readonly platesPerSample: number;
  readonly layoutId: string;
  readonly samples: readonly string[];
  /** When the first plate is due; null leaves the times open. */
  readonly firstDue: Date | null;
  readonly minutesApart: number;
}

const COUNTER = /\{(n{1,6})\}/g;
const DIGITS = /#+/g;

/** One row a plate, sample after sample. */
export function plateSeries(order: SeriesOrder): GridRow[] {
  const perSample = Array.from({ length: order.platesPerSample }, (_, index) => index);
  const places = order.samples.flatMap((sample, number) =>
    perSample.map((plate) => ({ sample, number, plate })),
  );
  return places.map(({ sample, number, plate }, index) => ({
    barcode: barcodeOf(order, { number, plate, index }),
    sample,
    layoutId: order.layoutId,
    due: dueOf(order, index),
  }));
}

/** Why the series would not be one: null where it would. */
export function seriesProblem(order: SeriesOrder): string | null {
  const plates = order.samples.length * order.platesPerSample;
  if (order.samples.length === 0) return "Name the samples first: a series has plates for each.";
  if (order.pattern.trim() === "") return "Give a pattern, for example ALL-####-{n}.";
  if (!Number.isInteger(order.platesPerSample) || order.platesPerSample < 1) {
    return "Say how many plates each sample has.";
  }
  const barcodes = new Set(plateSeries(order).map((row) => row.barcode));
  if (barcodes.size === plates) return null;
  return "The pattern gives one barcode to several plates: put {n} into it, and # for the sample.";
}

function barcodeOf(
  { pattern, from }: SeriesOrder,
  at: { readonly number: number; readonly plate: number; readonly index: number },
): string {
  const hasSample = pattern.includes("#");
  const plateNumber = hasSample ? at.plate + 1 : from + at.index;
  return pattern
    .trim()
    .replace(COUNTER, (_whole, digits: string) => String(plateNumber).padStart(digits.length, "0"))
    .replace(DIGITS, (digits) => String(from + at.number).padStart(digits.length, "0"));
}

function dueOf({ firstDue, minutesApart }: SeriesOrder, index: number): string {
  if (firstDue === null) return "";
  return textOfDue(new Date(firstDue.getTime() + index * minutesApart * 60_000));
}
