import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hexLines, hexOfBytes, textLines, textOfBytes } from "../../src/bench-tools/byte-text.ts";

describe("bytes for people", () => {
  test("control characters stand by their names, and bytes above ASCII in hexadecimal", () => {
    expect(textOfBytes(Buffer.from([0x02, 0x41, 0x20, 0x06, 0x1a, 0x0d, 0x7f, 0x80, 0xff]))).toBe(
      "<STX>A <ACK><SUB><CR><DEL><x80><xFF>",
    );
    expect(hexOfBytes(Buffer.from([0x02, 0x41, 0xff]))).toBe("02 41 FF");
  });

  test("each byte has a name of its own", () => {
    const names = Array.from({ length: 256 }, (_, byte) => textOfBytes(Buffer.from([byte])));
    expect(new Set(names).size).toBe(256);
  });

  test("lines keep every byte and are never too wide", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 5, max: 60 }),
        (bytes, width) => {
          const text = textLines(bytes, width);
          expect(text.join("")).toBe(textOfBytes(bytes));
          const hex = hexLines(bytes, width);
          expect(hex.join(" ")).toBe(hexOfBytes(bytes));
          for (const line of [...text, ...hex]) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
