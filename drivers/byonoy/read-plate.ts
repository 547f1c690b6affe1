/** Reads the plate in the reader, raw: once for each wavelength, since a read with a reference comes subtracted. */
import type { AbsorbancePlane, PlateReading, ReadingWarning } from "../../src/domain/reading.ts";
import { COLUMN_COUNT, ROW_COUNT } from "../../src/domain/well.ts";
import type { Dialogue, ReadRequest } from "../../src/instrument/contract.ts";
import type { ByonoyFault } from "./faults.ts";
import { askFilters, slotOf } from "./identify.ts";
import type { ByonoyOptions } from "./options.ts";
import { type PlateLines, parsePlateLines } from "./plate-lines.ts";
import { type Answer, ask, askForLine, fault, reject } from "./session.ts";

/** One read of one slot; our estimate, only shown to the operator. */
const READ_MS = 5000;

/** A read does not move the plate, so a damaged answer is simply read anew. */
const MOST_READS = 2;

const NO_REFERENCE = -1;

interface Slot {
  readonly role: "measurement" | "reference";
  readonly slot: number;
  readonly wavelengthNm: number;
}

export function* readPlate(request: ReadRequest, options: ByonoyOptions): Dialogue<PlateReading> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const slots = slotsOf(request, yield* askFilters(options));
  yield* awaitPlate(options, slots);
  const warnings: ReadingWarning[] = [];
  const planes: AbsorbancePlane[] = [];
  for (const slot of slots) planes.push(yield* readSlot(options, slot, { planes, warnings }));
  const reading = toReading(planes, warnings);
  yield* requireNoError(options, reading);
  return reading;
}

/** Throws FILTER_NOT_INSTALLED. */
function slotsOf(request: ReadRequest, filtersNm: readonly (number | null)[]): Slot[] {
  const { measurementNm, referenceNm } = request;
  const slot = (role: Slot["role"], wavelengthNm: number): Slot => ({
    role,
    slot: slotOf(wavelengthNm, filtersNm),
    wavelengthNm,
  });
  const measurement = slot("measurement", measurementNm);
  return referenceNm === null ? [measurement] : [measurement, slot("reference", referenceNm)];
}

/**
 * PLATE says 1 for a plate inside, or when the reader cannot tell. Where it says 0 the reader is zeroed, which wants it
 * empty, and then waited for the plate. Throws NO_PLATE_INSIDE when nobody puts it in, or at once without zeroing.
 */
function* awaitPlate(options: ByonoyOptions, slots: readonly Slot[]): Dialogue<void> {
  if (yield* isPlateInside(options)) return;
  if (options.zeroing === "never") throw fault("NO_PLATE_INSIDE", "the reader says it is empty");
  yield* zero(options, slots);
  for (let waitedMs = 0; waitedMs < options.insertTimeoutMs; waitedMs += options.pollMs) {
    yield { kind: "pause", ms: options.pollMs };
    if (yield* isPlateInside(options)) return;
  }
  const message = `nobody put a plate in within ${options.insertTimeoutMs / 1000} s`;
  throw fault("NO_PLATE_INSIDE", message);
}

function* isPlateInside(options: ByonoyOptions): Dialogue<boolean> {
  const answer = yield* askForLine(options, "!PLATE()");
  if (answer !== "0" && answer !== "1") {
    throw fault("NOT_UNDERSTOOD", `\`${answer}\` does not say whether a plate is inside`);
  }
  return answer === "1";
}

function* zero(options: ByonoyOptions, [first, second]: readonly Slot[]): Dialogue<void> {
  const command = `!CALIBRATE(${first?.slot},${second?.slot ?? NO_REFERENCE})`;
  const answer = yield* ask(options, command);
  if (!answer.whole) throw fault("NOT_UNDERSTOOD", `the answer to ${command} cannot be read`);
  yield* requireNoError(options, null);
}

interface SoFar {
  readonly planes: readonly AbsorbancePlane[];
  readonly warnings: ReadingWarning[];
}

/** Throws DAMAGED_TRANSFER with the planes before it when no read of the slot arrives whole, NO_ANSWER when none comes. */
function* readSlot(options: ByonoyOptions, slot: Slot, soFar: SoFar): Dialogue<AbsorbancePlane> {
  const command = `!RPF(${slot.slot},${NO_REFERENCE})`;
  let heard = false;
  for (let count = 1; count <= MOST_READS; count += 1) {
    yield { kind: "report", report: { kind: "phase", phase: "measuring", expectedMs: READ_MS } };
    const answer = yield* ask(options, command);
    heard ||= answer.payload.length > 0;
    const lines = answer.whole ? parsePlateLines(answer.payload) : null;
    if (lines === null) {
      yield* rejectAll(answer);
      continue;
    }
    soFar.warnings.push(...warningsOf(lines, slot, count));
    yield* tellRows(lines, slot.role);
    const { role, wavelengthNm } = slot;
    return { role, wavelengthNm, filterToken: String(slot.slot), values: lines.values };
  }
  if (!heard) throw fault("NO_ANSWER", `the reader repeated ${command} and sent no plate`);
  const message = `the read at ${slot.wavelengthNm} nm did not arrive whole, ${MOST_READS} times`;
  const partial = toReading(soFar.planes, soFar.warnings);
  throw fault("DAMAGED_TRANSFER", message, soFar.planes.length === 0 ? {} : { partial });
}

function* rejectAll({ payload }: Answer): Dialogue<void> {
  yield* reject(payload.join("\n"), "not a whole plate");
}

/** Rows of the heat map: the plate comes by columns, so all of them are known at once. */
function* tellRows({ values }: PlateLines, role: Slot["role"]): Dialogue<void> {
  for (let row = 0; row < ROW_COUNT; row += 1) {
    const rowValues = values.slice(row * COLUMN_COUNT, (row + 1) * COLUMN_COUNT);
    yield { kind: "report", report: { kind: "row", role, row, values: rowValues } };
  }
}

function warningsOf(lines: PlateLines, slot: Slot, reads: number): ReadingWarning[] {
  const warnings: ReadingWarning[] = [];
  if (reads > 1) {
    const message = `The plate was read again at ${slot.wavelengthNm} nm because the first answer was damaged on the way.`;
    warnings.push({ code: "READ_AGAIN", message });
  }
  for (const line of lines.extra) {
    const message = `At ${slot.wavelengthNm} nm the reader sent a check line that cannot be checked, since its rule is not published: ${line}`;
    warnings.push({ code: "CHECK_LINE", message });
  }
  return warnings;
}

function toReading(
  planes: readonly AbsorbancePlane[],
  warnings: readonly ReadingWarning[],
): PlateReading {
  return {
    planes: [...planes],
    referenceSubtracted: false,
    readerClock: null,
    readerModel: "Absorbance 96",
    warnings: [...warnings],
  };
}

/** Codes of ERROR, by number (NOTES.md, commands). */
const ERROR_FAULTS: Readonly<Record<string, ByonoyFault>> = {
  1: "OPTICS_FAILED",
  2: "AMBIENT_LIGHT",
  3: "USB_POWER",
  4: "HARDWARE_FAILED",
  5: "TEMPERATURE_FAILED",
};

/** Throws the fault of the error the reader reports; what it has read is kept with it, and does not count. */
function* requireNoError(options: ByonoyOptions, partial: PlateReading | null): Dialogue<void> {
  const code = yield* askForLine(options, "!ERROR()");
  if (code === "0") return;
  const message = `the reader reports error ${code}`;
  const context = partial === null ? {} : { partial };
  throw fault(ERROR_FAULTS[code] ?? "READER_REFUSED", message, { ...context, readerCode: code });
}
