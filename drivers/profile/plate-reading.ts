/** What can be said of a transfer, and the reading it makes. */
import {
  type AbsorbancePlane,
  missing,
  type PlateReading,
  type ReadingWarning,
} from "../../src/domain/reading.ts";
import type { ReadRequest } from "../../src/instrument/contract.ts";
import { sumsOfLines } from "./checksum.ts";
import { type Block, type PlateCopy, placesAreCertain } from "./plate-copy.ts";
import type { Profile } from "./profile-schema.ts";

/** What is known of a plate beside its bytes. */
export interface Expected {
  readonly profile: Profile;
  /** Null for a plate that we did not ask to be read. */
  readonly request: ReadRequest | null;
  /** Wavelengths by position, where they are known. */
  readonly filtersNm: readonly (number | null)[] | null;
  /** What answers beside the plate said that belongs to it: model, temperature, barcode. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** How many blocks the transfer must have. */
export function blocksExpected(copy: PlateCopy, { profile, request }: Expected): number {
  const { plate, push, wavelengths } = profile;
  if (copy.unasked && push?.blocks !== undefined) return push.blocks;
  if (plate.blocks !== "one-per-wavelength") return plate.blocks;
  if (isSubtracted(copy, profile, request)) return 1;
  if (request !== null) return request.referenceNm === null ? 1 : 2;
  const named = copy.facts.reference === undefined ? 1 : 2;
  return plate.order === "triplets" || plate.tie === "header"
    ? Math.max(1, Math.min(copy.blocks.length, wavelengths.most_per_read))
    : named;
}

/** True where the reader itself took the reference off. */
export function isSubtracted(
  copy: PlateCopy,
  { push, wavelengths }: Profile,
  request: ReadRequest | null,
): boolean {
  if (copy.unasked) {
    const named = copy.facts.reference !== undefined;
    return (
      push?.subtracted === "yes" ||
      (push?.subtracted === "with-reference" && named && copy.blocks.length <= 1)
    );
  }
  if (wavelengths.reference !== "subtracted") return false;
  return request === null ? copy.facts.reference !== undefined : request.referenceNm !== null;
}

/** What is wrong with the build of the copy; empty when every well of every block is there. */
export function flaws(copy: PlateCopy, expected: Expected): string[] {
  const found = [...copy.problems];
  const { plate } = copy;
  const isHeadless = plate.header !== undefined && copy.header === "";
  if (isHeadless) found.push("the first line is missing");
  const count = blocksExpected(copy, expected);
  if (copy.blocks.length !== count) found.push(`${copy.blocks.length} of ${count} blocks arrived`);
  for (const block of copy.blocks) {
    const arrived = block.values.filter((value) => value !== null).length;
    if (arrived < block.values.length) found.push(`a block has ${arrived} of 96 wells`);
    if (!block.ended && plate.order !== "triplets") found.push("a block breaks off");
    if (copy.checksum.required && copy.checksum.line !== undefined && block.checksum === null) {
      found.push("a block has no checksum");
    }
  }
  return found;
}

/** What speaks against a copy that is built as it should be. */
export function doubts(copy: PlateCopy, expected: Expected): ReadingWarning[] {
  const sums = checksumFlaws(copy).map((flaw) => ({
    code: "CHECKSUM",
    message: `In one block ${flaw}.`,
  }));
  const tokens = [...new Set(copy.blocks.flatMap((block) => block.unknownTokens))];
  const unknown = tokens
    .slice(0, 5)
    .map((token) => `\`${token}\``)
    .join(", ");
  const message = `The profile does not know what ${unknown} means; these wells have no value.`;
  const odd = tokens.length === 0 ? [] : [{ code: "UNKNOWN_TOKEN", message }];
  return [...sums, ...odd, ...filterDoubts(copy, expected)];
}

function checksumFlaws(copy: PlateCopy): string[] {
  return copy.blocks.flatMap((block) => {
    if (block.checksum === null) return [];
    const { text, sum } = block.checksum;
    const candidates = sumsOfLines(copy.checksum, linesCounted(copy, block));
    if (sum !== null && candidates.includes(sum)) return [];
    return [`the checksum is ${text.trim()} and should be ${candidates.join(" or ")}`];
  });
}

function linesCounted(copy: PlateCopy, block: Block): string[] {
  const { from } = copy.checksum;
  const head = from === "header" ? copy.headLines : [];
  const begin = from === "first-row" || block.beginLine === null ? [] : [block.beginLine];
  return [...head, ...begin, ...block.lines];
}

/** The plate names other wavelengths than those asked for. */
function filterDoubts(copy: PlateCopy, expected: Expected): ReadingWarning[] {
  const { request } = expected;
  if (request === null) return [];
  const planes = planesOf(copy, expected);
  const told = planes.filter((plane) => plane.wavelengthNm !== null);
  const asked: readonly (number | null)[] = [request.measurementNm, request.referenceNm];
  const others = told.filter(
    (plane) => !asked.includes(plane.wavelengthNm) || plane.role === "other",
  );
  if (others.length === 0) return [];
  const names = others.map((plane) => plane.filterToken).join(" and ");
  return [
    {
      code: "FILTER_DIFFERS",
      message: `The plate names the filters ${names}, which were not asked for.`,
    },
  ];
}

/**
 * The reading of a transfer: a plane for each block, measurement first. What did not arrive is `not-read`, so a damaged
 * transfer gives what there is.
 */
export function toReading(
  copy: PlateCopy,
  expected: Expected,
  warnings: readonly ReadingWarning[] = [],
): PlateReading {
  const { profile, request } = expected;
  const facts = { ...expected.facts, ...copy.facts };
  const temperatureC = numberOf(facts.temperature);
  const keepsClock = !copy.unasked || profile.push?.clock_in_duplicate_key !== false;
  return {
    planes: planesOf(copy, expected),
    referenceSubtracted: isSubtracted(copy, profile, request),
    readerClock: keepsClock ? (facts.clock ?? null) : null,
    readerModel: facts.model ?? profile.identity.models.join(", "),
    ...(temperatureC === null ? {} : { temperatureC }),
    ...(facts.barcode ? { plateBarcode: facts.barcode } : {}),
    warnings: [...warnings, ...textWarnings(copy)],
  };
}

/** What there is of a transfer that is not whole; a value whose well is not certain is left out. */
export function toPartialReading(
  copy: PlateCopy,
  expected: Expected,
  warnings: readonly ReadingWarning[],
): PlateReading {
  const blocks = copy.blocks.map((block) =>
    placesAreCertain(copy, block) ? block : { ...block, values: block.values.map(() => null) },
  );
  return toReading({ ...copy, blocks }, expected, warnings);
}

function numberOf(text: string | undefined): number | null {
  const plain = text?.replace(",", ".") ?? "";
  return /^-?\d{1,3}(?:\.\d{1,3})?$/.test(plain) ? Number(plain) : null;
}

function planesOf(copy: PlateCopy, expected: Expected): AbsorbancePlane[] {
  const blocks = copy.blocks.length === 0 ? [null] : copy.blocks;
  const planes = blocks.map((block, index): AbsorbancePlane => {
    const token = tokenOf(copy, block, index, expected);
    const wavelengthNm = wavelengthOf(token, expected);
    return {
      role: roleOf(wavelengthNm, index, expected),
      wavelengthNm,
      filterToken: token ?? "",
      values: (block?.values ?? Array.from({ length: 96 }, () => null)).map(
        (value) => value ?? missing("", "not-read"),
      ),
    };
  });
  const rank = { measurement: 0, reference: 1, other: 2 };
  return planes.toSorted((a, b) => rank[a.role] - rank[b.role]);
}

/** The reader's word for the filter of a block: its own, else that of the head, else what was asked for in this order. */
function tokenOf(
  copy: PlateCopy,
  block: Block | null,
  index: number,
  { profile, request }: Expected,
): string | null {
  if (block !== null && block.filter !== null) return block.filter.trim();
  const named = [copy.facts.measurement, copy.facts.reference][index];
  if (named !== undefined) return named;
  if (profile.plate.tie === "header" || profile.plate.filter_names !== "nm") return null;
  const asked = [request?.measurementNm, request?.referenceNm][index] ?? null;
  return asked === null ? null : String(asked);
}

/** The wavelength in nm; null without a word for it, and for a position that nothing explains. */
function wavelengthOf(token: string | null, { profile, filtersNm }: Expected): number | null {
  const number = Number(/\d+/.exec(token ?? "")?.[0] ?? Number.NaN);
  if (!Number.isFinite(number)) return null;
  if (profile.plate.filter_names === "position") {
    return filtersNm?.[number - profile.wavelengths.first] ?? null;
  }
  return number;
}

function roleOf(
  wavelengthNm: number | null,
  index: number,
  { profile, request }: Expected,
): AbsorbancePlane["role"] {
  const isTied = profile.plate.tie === "header" || profile.plate.order === "triplets";
  if (isTied && request !== null && wavelengthNm !== null) {
    if (wavelengthNm === request.measurementNm) return "measurement";
    return wavelengthNm === request.referenceNm ? "reference" : "other";
  }
  return (["measurement", "reference"] as const)[index] ?? "other";
}

function textWarnings(copy: PlateCopy): ReadingWarning[] {
  const warnings = copy.unexpected.map((text) => ({
    code: "UNEXPECTED_TEXT",
    message: `The reader sent a line before the values that is not known: ${text.trim()}`,
  }));
  const hasLine = copy.checksum.line !== undefined;
  if (hasLine && copy.blocks.some((block) => block.ended && block.checksum === null)) {
    const message = "The reader sent no checksum, so a changed digit would not be noticed.";
    warnings.push({ code: "NO_CHECKSUM", message });
  }
  if (copy.plate.values === "results") {
    const message = "These are results that the reader calculated, not its raw absorbances.";
    warnings.push({ code: "RESULTS_NOT_RAW", message });
  }
  return warnings;
}

/** True when both transfers brought the same text. */
export function isSameTransfer(left: PlateCopy, right: PlateCopy): boolean {
  const content = (copy: PlateCopy) =>
    JSON.stringify([
      copy.facts,
      copy.blocks.map((block) => [block.filter, block.lines, block.checksum?.text]),
    ]);
  return content(left) === content(right);
}
