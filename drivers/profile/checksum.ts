/** The checksums a profile may name. */
import { crc16, crc16ccitt, crc16kermit, crc16modbus, crc16xmodem } from "crc";
import type { Profile } from "./profile-schema.ts";

type Checksum = Profile["checksum"];

const CRCS = {
  crc16,
  "crc16-modbus": crc16modbus,
  "crc16-ccitt": crc16ccitt,
  "crc16-xmodem": crc16xmodem,
  "crc16-kermit": crc16kermit,
} as const;

/** The number over latin1 text; null for kind `none`. */
export function checksumOf(kind: Checksum["kind"], text: string): number | null {
  const bytes = Buffer.from(text, "latin1");
  if (kind === "none") return null;
  if (kind === "sum256") return bytes.reduce((sum, byte) => (sum + byte) % 256, 0);
  if (kind === "xor") return bytes.reduce((sum, byte) => sum ^ byte, 0);
  return CRCS[kind](bytes);
}

/** The number as it was sent; null when the text is none. Raw bytes come with the high one first. */
export function readChecksum(form: Checksum["form"], text: string): number | null {
  if (form === "raw") {
    return text === ""
      ? null
      : Buffer.from(text, "latin1").reduce((sum, byte) => sum * 256 + byte, 0);
  }
  const isNumber = form === "decimal" ? /^\d{1,5}$/ : /^[0-9a-f]{1,4}$/i;
  if (!isNumber.test(text)) return null;
  return Number.parseInt(text, form === "decimal" ? 10 : 16);
}

/** The sums a block of lines may have: with line ends, without, or both, as the profile says. */
export function sumsOfLines(checksum: Checksum, lines: readonly string[]): number[] {
  const joined = (end: string) => lines.map((line) => line + end).join("");
  const texts = {
    counted: [joined(checksum.line_end)],
    "not-counted": [joined("")],
    either: [joined(checksum.line_end), joined("")],
  }[checksum.line_ends];
  return texts.flatMap((text) => checksumOf(checksum.kind, text) ?? []);
}
