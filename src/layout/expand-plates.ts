/** One `[[plate]]` section of a plan becomes its plates: barcodes counted up, samples dealt out. */

import type { PlateSection } from "./plan-schema.ts";
import type { Path, Report } from "./problem.ts";

/** A plate of a plan before its layout is looked up. */
export interface PlateEntry {
  readonly barcode: string;
  readonly samples: Readonly<Record<string, string>>;
  readonly section: PlateSection;
  readonly path: Path;
}

const COUNTER = /\{(n{1,3})\}/g;
/** What our labels may hold; 64 characters at most. */
const BARCODE = /^[A-Za-z0-9][A-Za-z0-9._/:-]{0,63}$/;

/**
 * The plates of a section in counting order. A barcode without `{n}` is one plate; with it there are as many as the
 * lists of samples are long, or `count` says. Nothing comes back where that is contradictory (reported).
 */
export function expandPlates(section: PlateSection, path: Path, report: Report): PlateEntry[] {
  const counters = section.barcode.match(COUNTER) ?? [];
  const number =
    counters.length === 0 ? onePlate(section, path, report) : howMany(section, path, report);
  if (number === null) return [];
  if (counters.length > 1) {
    reportBarcode(path, `"${section.barcode}" counts twice`, "Keep one {n}.", report);
    return [];
  }
  const first = section.from ?? 1;
  const plates = Array.from({ length: number }, (_, index) => ({
    barcode: section.barcode.replace(COUNTER, (_whole, digits: string) =>
      String(first + index).padStart(digits.length, "0"),
    ),
    samples: dealSamples(section, index),
    section,
    path,
  }));
  const bad = plates.find((plate) => !BARCODE.test(plate.barcode));
  if (!bad) return plates;
  const advice =
    "Use letters, digits and . - _ / : only, 64 at most, beginning with a letter or digit; a counter is {n}.";
  reportBarcode(path, `"${bad.barcode}" is no barcode that a label can hold`, advice, report);
  return [];
}

function dealSamples(section: PlateSection, index: number): Record<string, string> {
  const bound = Object.entries(section.samples).map(([slot, samples]): [string, string] => [
    slot,
    typeof samples === "string" ? samples : (samples[index] ?? ""),
  ]);
  return Object.fromEntries(bound);
}

function onePlate(section: PlateSection, path: Path, report: Report): 1 | null {
  const stray = (["from", "count"] as const).filter((key) => section[key] !== undefined);
  const lists = Object.values(section.samples).filter((samples) => typeof samples !== "string");
  const several = lists.some((samples) => samples.length > 1);
  if (stray.length === 0 && !several) return 1;
  reportBarcode(
    path,
    `the barcode "${section.barcode}" is for one plate, but the section describes several`,
    'Put a counter into the barcode, for example "ALL-{n}".',
    report,
  );
  return null;
}

function howMany(section: PlateSection, path: Path, report: Report): number | null {
  const lengths = Object.values(section.samples).flatMap((samples) =>
    typeof samples === "string" ? [] : [samples.length],
  );
  if (section.count !== undefined) lengths.push(section.count);
  const [number] = lengths;
  if (number !== undefined && lengths.every((length) => length === number)) return number;
  report({
    severity: "error",
    check: "pattern",
    path: [...path, "samples"],
    message:
      number === undefined
        ? "how many plates the pattern makes is not said"
        : `the lists of samples and \`count\` disagree: ${lengths.join(", ")}`,
    remedy: 'List one sample a plate, `samples = { P1 = ["A", "B"] }`, or give `count`.',
  });
  return null;
}

function reportBarcode(path: Path, message: string, remedy: string, report: Report): void {
  report({ severity: "error", check: "barcode", path: [...path, "barcode"], message, remedy });
}
