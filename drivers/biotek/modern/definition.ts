/** The definitions of the command `D`: absorbance and shaking, and the reader's answer to it. */
import { checksumDigits } from "./checksum.ts";
import type { ModernOptions } from "./options.ts";

/** What stands between the wells and the wavelength in every recorded absorbance definition. */
const ABSORBANCE = "000120010000110010000010600008";
const WHOLE_PLATE = "01010812";
const LENGTH_DIGITS = 3;
const ANSWER_DATA = 30;

/**
 * Length, plate part, range of wells, kind of read, wavelength in nm and checksum, without the `<ETX>` that ends it. The
 * length counts what follows it; the checksum is the sum of that, without itself, modulo 256.
 */
export function absorbanceDefinition(wavelengthNm: number): string {
  return framed(`01${WHOLE_PLATE}${ABSORBANCE}${String(wavelengthNm).padStart(4, "0")}`);
}

const SHAKE = "010101010100002000000013";

/** Shakes for so long and reads nothing; framed like an absorbance definition. */
export function shakeDefinition(
  options: Pick<ModernOptions, "shakeSeconds" | "shakeKind" | "shakeSpeed">,
): string {
  const seconds = String(options.shakeSeconds).padStart(3, "0");
  const kind = options.shakeKind === "orbital" ? "1" : "0";
  return framed(`${SHAKE}${seconds}${kind}${options.shakeSpeed}0`);
}

function framed(content: string): string {
  const checksum = checksumDigits(content);
  const length = String(content.length + checksum.length).padStart(4, "0");
  return `${length}${content}${checksum}`;
}

/**
 * True when the answer is three digits of length, 27 characters, whatever they mean, and the checksum of those 27. The
 * length of the recorded answers, 35, counts status and `<ETX>` too.
 */
export function isDefinitionAnswer(data: string): boolean {
  const content = data.slice(LENGTH_DIGITS, ANSWER_DATA);
  return data.length === ANSWER_DATA + 3 && data.slice(ANSWER_DATA) === checksumDigits(content);
}
