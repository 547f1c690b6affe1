/** The first line of every answer: `ERE` code [data]. */

export interface ReaderAnswer {
  /** The digits as sent, e.g. `8073`. */
  readonly code: string;
  /** Any code of zeros only; the manuals do not print the success code itself. */
  readonly isSuccess: boolean;
  /** What follows on the same line, without the space after the code; empty when nothing does. */
  readonly data: string;
  /** Noise before the answer on the same line; empty as a rule. */
  readonly before: string;
}

/**
 * Reads an answer line; null when the line is none. Tolerates noise in front of it, since a line that was broken off
 * has no end of its own (Model 680 manual, section 7: `ERE CODE DATA`, ended by CR).
 */
export function parseAnswer(line: string): ReaderAnswer | null {
  const match = /^(.*?)ERE +(\d+)(?: (.*))?$/is.exec(line);
  if (match?.[2] === undefined) return null;
  const [, before = "", code, data = ""] = match;
  return { code, isSuccess: /^0+$/.test(code), data, before };
}
