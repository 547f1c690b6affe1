/** Faults on demand. Each is armed once (or `times` times) and spoils the next thing it fits. */

/** Spoil the values on their way out. */
export const PLATE_FAULTS = [
  "corrupt-character",
  "corrupt-digit",
  "wrong-checksum",
  "drop-byte",
  "truncate",
  "no-end-mark",
] as const;

/** Spoil the next answer of any command. */
export const ANSWER_FAULTS = ["silence", "garbage", "noise-before", "slow-bytes", "nak"] as const;

/** Happen inside the reader: a code in place of the values of the second wavelength, or in place of all. */
export const READER_FAULTS = ["lamp-failure", "refuse"] as const;

export type PlateFault = (typeof PLATE_FAULTS)[number];
export type AnswerFault = (typeof ANSWER_FAULTS)[number];
export type ReaderFaultKind = (typeof READER_FAULTS)[number];

export interface ArmedFault {
  readonly kind: PlateFault | AnswerFault | ReaderFaultKind;
  times: number;
  /** The only command letter it spoils; null spoils any. */
  readonly on: string | null;
  /** The four digits that `refuse` and `lamp-failure` answer with. */
  readonly code: string;
}

/** Takes the first armed fault of these kinds that fits the command; a spent one is removed. */
export function takeFault(
  armed: ArmedFault[],
  kinds: readonly string[],
  letter: string,
): ArmedFault | null {
  const index = armed.findIndex(
    (fault) => kinds.includes(fault.kind) && (fault.on === null || fault.on === letter),
  );
  const fault = armed[index];
  if (fault === undefined) return null;
  fault.times -= 1;
  if (fault.times <= 0) armed.splice(index, 1);
  return fault;
}

/** The bytes as they look at a wrong baud rate: high, and never an `<ACK>`. */
export function garble(text: string): string {
  const bytes = Buffer.from(text, "latin1").map((byte) => ((byte * 37 + 11) & 0x7f) | 0x80);
  return Buffer.from(bytes).toString("latin1");
}

/** A block of values with the fault done to it, somewhere in its fourth row; `checksumAt` is where its checksum stands. */
export function spoilBlock(text: string, kind: PlateFault, checksumAt: number): string {
  const at = Math.floor(text.length * 0.4);
  const digitAt = at + text.slice(at).search(/[0-8]\d\D/);
  switch (kind) {
    case "corrupt-character":
      return replaceAt(text, digitAt, "~");
    case "corrupt-digit":
      return replaceAt(text, digitAt, String(Number(text[digitAt]) + 1));
    case "wrong-checksum":
      return replaceAt(text, checksumAt, nextOf(text[checksumAt] ?? "\0"));
    case "drop-byte":
      return text.slice(0, digitAt) + text.slice(digitAt + 1);
    case "truncate":
      return text.slice(0, Math.floor(text.length / 3));
    case "no-end-mark":
      return text;
  }
}

/** The next digit of a checksum in digits, the next byte of a raw one. */
function nextOf(character: string): string {
  if (/\d/.test(character)) return String((Number(character) + 1) % 10);
  return String.fromCharCode((character.charCodeAt(0) + 1) % 256);
}

function replaceAt(text: string, index: number, character: string): string {
  return text.slice(0, index) + character + text.slice(index + 1);
}
