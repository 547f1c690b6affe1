/** Bytes for people: printable characters as they are, all others by name. */

const CONTROL_NAMES = [
  ...["NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL"],
  ...["BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI"],
  ...["DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB"],
  ...["CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US"],
] as const;

const DELETE = 0x7f;

/** One byte: itself, `<CR>` by its ASCII name, or `<xA7>` in hexadecimal above ASCII. */
export function nameByte(byte: number): string {
  const control = CONTROL_NAMES[byte];
  if (control !== undefined) return `<${control}>`;
  if (byte === DELETE) return "<DEL>";
  return byte < DELETE ? String.fromCharCode(byte) : `<x${hexOfByte(byte)}>`;
}

export function textOfBytes(bytes: Uint8Array): string {
  return [...bytes].map(nameByte).join("");
}

/** `45 52 0D`. */
export function hexOfBytes(bytes: Uint8Array): string {
  return [...bytes].map(hexOfByte).join(" ");
}

function hexOfByte(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** Breaks the text of bytes into lines of at most `width` characters, never inside a name. */
export function textLines(bytes: Uint8Array, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const byte of bytes) {
    const name = nameByte(byte);
    if (line.length + name.length > width) {
      lines.push(line);
      line = "";
    }
    line += name;
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** Breaks the hexadecimal form into lines of at most `width` characters. */
export function hexLines(bytes: Uint8Array, width: number): string[] {
  const perLine = Math.max(1, Math.floor((width + 1) / 3));
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += perLine)
    lines.push(hexOfBytes(bytes.subarray(at, at + perLine)));
  return lines;
}
