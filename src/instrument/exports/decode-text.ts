/** Bytes of a text file to text. Never guesses in silence: it says which encoding it took. */

export interface DecodedText {
  readonly text: string;
  /** The label of the encoding, e.g. `utf-16le`; `utf-8-bom` when a byte-order mark stood in front. */
  readonly encoding: string;
}

/** Enough of a file to see how its zero bytes lie. */
const SAMPLE_BYTES = 4096;

/**
 * The text of the bytes: by byte-order mark, by the pattern of zero bytes (UTF-16 without a mark), as strict UTF-8, and
 * only then by a code page. Null when the bytes are no text at all (control characters, zero bytes in no pattern).
 */
export function decodeText(all: Uint8Array): DecodedText | null {
  const bytes = withoutPadding(all);
  const encoding = encodingOf(bytes);
  if (encoding === null) return null;
  const label = encoding === "utf-8-bom" ? "utf-8" : encoding;
  const text = new TextDecoder(label).decode(bytes);
  return looksLikeText(text) ? { text, encoding } : null;
}

/** Some programs reserve a file's space before they write it, so that zero bytes are left at its end. */
function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  const isWide = bytes.length - end === 1;
  return isWide ? bytes : bytes.subarray(0, end);
}

function encodingOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8-bom";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const wide = wideEncodingOf(bytes.subarray(0, SAMPLE_BYTES));
  if (wide !== "none") return wide;
  return isStrictUtf8(bytes) ? "utf-8" : codePageOf(bytes);
}

/** UTF-16 by its zero bytes; null for zero bytes in no pattern, `none` when there are none. */
function wideEncodingOf(sample: Uint8Array): "utf-16le" | "utf-16be" | "none" | null {
  let even = 0;
  let odd = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  if (even === 0 && odd === 0) return "none";
  const half = sample.length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return "utf-16le";
  if (even > half * 0.4 && odd < half * 0.05) return "utf-16be";
  return null;
}

function isStrictUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** A degree sign before C is A1 on an old Macintosh and B0 under Windows; both are seen in real files. */
function codePageOf(bytes: Uint8Array): string {
  for (const [index, byte] of bytes.entries()) {
    if (byte === 0xa1 && bytes[index + 1] === 0x43) return "macintosh";
  }
  return "windows-1252";
}

/** Text has no control characters but tabs, line ends, form feeds and the old end-of-file mark. */
function looksLikeText(text: string): boolean {
  let control = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 9 || (code > 13 && code < 26) || (code > 26 && code < 32) || code === 0xfffd) {
      control += 1;
    }
  }
  return control <= text.length * 0.002;
}
