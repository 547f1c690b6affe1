/** Plates nobody asked for, and the end of a run that was broken off. */
import type { PlateReading, WellValue } from "../../../src/domain/reading.ts";
import { ROW_COUNT } from "../../../src/domain/well.ts";
import type { Dialogue, UnaskedRecord } from "../../../src/instrument/contract.ts";
import { CTRL_Z, receiveBytes, reject } from "../conversation.ts";
import { fault } from "../faults.ts";
import { toReading } from "../plate-copies.ts";
import { parseRow, ROW_LENGTH } from "./data-block.ts";
import { halt } from "./halt.ts";
import type { ClassicOptions } from "./options.ts";

const MOST_UNASKED_BYTES = 4000;

/** What may stand between the last row and `<^Z>`: temperature, or assay name and filler. */
const MOST_TAIL_BYTES = 70;

/**
 * Takes in what came unasked until the line is silent. One block in the 312 format is a plate that was started at the
 * panel; its wavelength and whether the reference is taken off are as the options say, since the data do not. A block
 * that is not whole throws DAMAGED_TRANSFER with its rows: this reader cannot send it again. Anything else is rejected,
 * also the late rest of a read that had been commanded, which has checksums.
 */
export function* listen(options: ClassicOptions): Dialogue<UnaskedRecord> {
  const text = yield* receiveBytes(MOST_UNASKED_BYTES, options.recordSilenceMs);
  const rows = leadingRows(text);
  const tail = text.slice(1 + rows.length * ROW_LENGTH);
  if (rows.length === 0 || hasChecksum(rows, tail)) {
    yield* reject(text, "no plate");
    return { plate: null };
  }
  for (const [row, values] of rows.entries()) {
    yield { kind: "report", report: { kind: "row", role: "measurement", row, values } };
  }
  const name = /^([ -~]{8})\r\n/.exec(tail)?.[1] ?? "";
  const plate = unaskedReading(rows, name, options);
  if (isWhole(rows, tail)) return { plate };
  yield* reject(tail, "not understood in a plate");
  const message = `a plate that came by itself has ${rows.length} of ${ROW_COUNT} readable rows and no end`;
  throw fault("DAMAGED_TRANSFER", message, { partial: plate });
}

/** The readable rows after the first CR; empty when the text is no block. */
function leadingRows(text: string): WellValue[][] {
  const rows: WellValue[][] = [];
  if (!text.startsWith("\r")) return rows;
  while (rows.length < ROW_COUNT) {
    const from = 1 + rows.length * ROW_LENGTH;
    const values = parseRow(text.slice(from, from + ROW_LENGTH));
    if (values === null) return rows;
    rows.push(values);
  }
  return rows;
}

function isWhole(rows: readonly WellValue[][], tail: string): boolean {
  const endsOnce = tail.length > 0 && tail.indexOf(CTRL_Z) === tail.length - 1;
  return rows.length === ROW_COUNT && tail.length <= MOST_TAIL_BYTES && endsOnce;
}

/** Bytes after `<^Z>` are a checksum and what follows it: the answer to a command. */
function hasChecksum(rows: readonly WellValue[][], tail: string): boolean {
  const end = tail.indexOf(CTRL_Z);
  return rows.length === ROW_COUNT && end >= 0 && end < tail.length - 1;
}

function unaskedReading(
  rows: readonly WellValue[][],
  assay: string,
  options: ClassicOptions,
): PlateReading {
  const message = "A plate started at the panel has no checksum and does not name its wavelength.";
  const name = {
    role: "measurement",
    wavelengthNm: options.panelWavelengthNm,
    filterToken: assay.trim(),
  } as const;
  const block = { rows, problems: [], checksumFlaw: null, temperatureC: null };
  const warnings = [{ code: "NO_CHECKSUM", message }];
  const reading = toReading({ blocks: [block], warnings }, [name], "BioTek reader");
  return { ...reading, referenceSubtracted: options.panelRead === "reference-subtracted" };
}

/** `X` after a run was broken off. What still arrives of that read must not be used and is rejected. */
export function* release(options: ClassicOptions): Dialogue<UnaskedRecord> {
  yield* halt({ options });
  return { plate: null };
}
