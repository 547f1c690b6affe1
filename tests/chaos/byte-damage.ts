/**
 * Damage to bytes on a line, of the kinds whose traces a reader's language shows: not every one has a checksum, and
 * where it has none, a digit that became another digit cannot be known by anybody.
 */

export type Damage = "flip" | "drop" | "double";

/** Shorter pieces may be a part of one number, which would still look like a number without or with it twice. */
const LEAST_BYTES = 16;
const MOST_BYTES = 60;
/** Pieces shorter than this pass whole: what is taken out of them could be all of a value and nothing else. */
export const LEAST_DAMAGED = 40;

/** What arrives of `bytes`, at least `LEAST_DAMAGED` of them; `where` and `amount` from 0 up to 1. */
export function damaged(bytes: Buffer, how: Damage, where: number, amount: number): Buffer {
  if (how === "flip") {
    const copy = Buffer.from(bytes);
    const at = Math.floor(where * bytes.length);
    // The highest bit: no reader uses it in text.
    copy.writeUInt8(copy.readUInt8(at) ^ 0x80, at);
    return copy;
  }
  const most = Math.min(MOST_BYTES, bytes.length - 1);
  const length = LEAST_BYTES + Math.floor(amount * (most - LEAST_BYTES + 1));
  const from = Math.floor(where * (bytes.length - length + 1));
  const before = bytes.subarray(0, from);
  const piece = bytes.subarray(from, from + length);
  const after = bytes.subarray(from + length);
  return Buffer.concat(how === "drop" ? [before, after] : [before, piece, piece, after]);
}
