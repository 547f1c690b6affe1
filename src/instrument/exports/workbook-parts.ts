/** The parts of a zipped workbook: taken out within limits and proven by their checksums before anything reads them. */
import { crc32 } from "node:zlib";
import { strFromU8, unzipSync } from "fflate";
import { ExportRefused } from "./contract.ts";

/** Part name, with forward slashes and without a leading one, to its bytes. */
export type WorkbookParts = ReadonlyMap<string, Uint8Array>;

/** An export of a reader has some kilobytes; a workbook beyond these limits is none, or is made to harm. */
export const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;
export const MAX_PARTS = 2000;

const SAVE_AS_XLSX =
  "Open it in the program that wrote it and save it as an Excel workbook (.xlsx), or export it as text.";

/**
 * Takes the XML parts out of a zip file.
 * Throws ExportRefused: WORKBOOK_TOO_LARGE beyond the limits, WORKBOOK_DAMAGED when the archive or a checksum is broken.
 */
export function unpackWorkbook(bytes: Uint8Array): WorkbookParts {
  const checksums = readChecksums(bytes);
  const unpacked = unzipWithinLimits(bytes);
  const parts = new Map<string, Uint8Array>();
  for (const [name, content] of Object.entries(unpacked)) {
    if (checksums.get(name) !== crc32(content)) {
      throw damaged(`the checksum of its part "${name}" does not fit`);
    }
    // Some .NET programs wrote Windows' separators into the archive.
    parts.set(name.replaceAll("\\", "/").replace(/^\//, ""), content);
  }
  return parts;
}

/** The refusal of a file that begins as a workbook does and cannot be read as one. */
export function damaged(reason: string): ExportRefused {
  return new ExportRefused(
    "WORKBOOK_DAMAGED",
    `The workbook is damaged or was not written to its end: ${reason}. Export it once more, or copy it again from the reader's computer.`,
  );
}

/**
 * Refuses what looks like a workbook to people and is none to this program: the old binary form, a workbook locked by a
 * password, and other programs' forms. Returns silently for everything else.
 */
export function refuseForeignWorkbook(bytes: Uint8Array): void {
  if (!startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return;
  const locked = includesUtf16(bytes, "EncryptedPackage");
  throw new ExportRefused(
    locked ? "WORKBOOK_LOCKED" : "WORKBOOK_TOO_OLD",
    locked
      ? "The workbook is locked by a password. Open it and save a copy without a password."
      : `The file is a workbook of the old binary form (.xls), or another binary document. ${SAVE_AS_XLSX}`,
  );
}

/** Refuses a zip file that holds something else than an .xlsx workbook. */
export function refuseOtherContent(parts: WorkbookParts): void {
  const mimetype = parts.get("mimetype");
  const binary = [...parts.keys()].some((name) => name.endsWith("workbook.bin"));
  const openDocument = mimetype !== undefined && strFromU8(mimetype).includes("opendocument");
  if (binary || openDocument) {
    const form = binary ? "a binary Excel workbook (.xlsb)" : "an OpenDocument file (.ods)";
    throw new ExportRefused("WORKBOOK_FORM_UNKNOWN", `The file is ${form}. ${SAVE_AS_XLSX}`);
  }
}

function unzipWithinLimits(bytes: Uint8Array): Record<string, Uint8Array> {
  let unpackedBytes = 0;
  let count = 0;
  try {
    return unzipSync(bytes, {
      filter: (entry) => {
        unpackedBytes += entry.originalSize;
        count += 1;
        // fflate writes no more than the stated size of a part, so that stated sizes bound the memory used.
        if (unpackedBytes > MAX_UNPACKED_BYTES || count > MAX_PARTS) throw tooLarge();
        return /(\.xml|\.rels|\.bin|^mimetype)$/i.test(entry.name);
      },
    });
  } catch (cause) {
    if (cause instanceof ExportRefused) throw cause;
    throw damaged(`the archive says "${cause instanceof Error ? cause.message : String(cause)}"`);
  }
}

/** The refusal of a workbook beyond the limits. */
export function tooLarge(): ExportRefused {
  return new ExportRefused(
    "WORKBOOK_TOO_LARGE",
    "The workbook is far larger than a reader's export. Export the results alone to a workbook of their own.",
  );
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * The stated CRC-32 of each entry, from the directory at the end of the archive (APPNOTE.TXT 4.3.12 and 4.3.16).
 * fflate does not compare checksums, and a digit that changed in a stored part would be another number.
 */
function readChecksums(bytes: Uint8Array): ReadonlyMap<string, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndOfDirectory(view);
  if (end === null) throw damaged("the end of the archive is missing");
  const checksums = new Map<string, number>();
  const stated = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < stated; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
      throw damaged("its directory cannot be read");
    }
    const nameLength = view.getUint16(at + 28, true);
    const utf8 = (view.getUint16(at + 8, true) & 0x800) !== 0;
    const name = strFromU8(bytes.subarray(at + 46, at + 46 + nameLength), !utf8);
    checksums.set(name, view.getUint32(at + 16, true));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return checksums;
}

/** The directory's end record stands before a comment of at most 65,535 bytes; null when there is none. */
function findEndOfDirectory(view: DataView): number | null {
  const last = view.byteLength - 22;
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  return null;
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function includesUtf16(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text, 0, "utf16le");
}
