/** The first field of every answer: `OK`, or `FAIL` and a code. */

export interface StatusField {
  readonly isSuccess: boolean;
  /** The reader's error code as sent, e.g. `107`; null when it gives none. */
  readonly code: string | null;
  /** What follows in the same field; empty as a rule. */
  readonly rest: string;
  /** Noise before it in the same field; empty as a rule. */
  readonly before: string;
}

/**
 * Reads the first field of an answer, without its prompt; null when it is none. `OK<CR><LF>`, or `FAIL<TAB> 107`; a
 * text with the word “warning” is a success with a warning (NOTES.md, port and framing).
 */
export function parseStatusField(text: string): StatusField | null {
  const match = /(?<![A-Za-z])(OK|FAIL)(?![A-Za-z])/.exec(text);
  if (match === null) return null;
  const rest = text.slice(match.index + match[0].length).trim();
  const isSuccess = match[1] === "OK" || /warning/i.test(rest);
  return {
    isSuccess,
    code: isSuccess ? null : (/\d+/.exec(rest)?.[0] ?? null),
    rest,
    before: text.slice(0, match.index).trim(),
  };
}
