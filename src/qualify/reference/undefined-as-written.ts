/** Both ways in which the files write that a number or a whole result is undefined. */
const SPELLINGS: readonly unknown[] = [null, "undefined"];

/** Ours, or where we have nothing (null) the word that the file uses for nothing. */
export function undefinedAsWritten(found: unknown, expected: unknown): unknown {
  return found === null && SPELLINGS.includes(expected) ? expected : found;
}
