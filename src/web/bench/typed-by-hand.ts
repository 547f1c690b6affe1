/** A scanner's characters follow each other within a few milliseconds; nobody's fingers do so for a whole barcode. */
const SCANNER_GAP_MS = 40;

export interface TypingWatch {
  /** To be told of every change of the field, with the time of it in ms. */
  readonly changed: (length: number, atMs: number) => void;
  /** True when what stands in the field came character by character at a person's pace; starts afresh. */
  readonly wasTyped: () => boolean;
}

/** Tells a scanner, or a pasted text, from a person's fingers by the pauses between the characters. */
export function watchTyping(): TypingWatch {
  let lastMs = Number.NEGATIVE_INFINITY;
  let slow = 0;
  let length = 0;
  return {
    changed: (now, atMs) => {
      if (now === 0) slow = 0;
      else if (length > 0 && atMs - lastMs > SCANNER_GAP_MS) slow += 1;
      length = now;
      lastMs = atMs;
    },
    wasTyped: () => {
      // One pause is a busy computer's; a person makes one at nearly every character.
      const typed = length > 2 && slow > length / 2;
      slow = 0;
      length = 0;
      return typed;
    },
  };
}
