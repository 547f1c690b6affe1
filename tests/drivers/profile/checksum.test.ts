import { describe, expect, test } from "vitest";
import { checksumOf, readChecksum } from "../../../drivers/profile/checksum.ts";

describe("checksums", () => {
  // Check values of the CRC catalogue (reveng) over the digits 1 to 9.
  test.each([
    ["crc16", 0xbb3d],
    ["crc16-modbus", 0x4b37],
    ["crc16-ccitt", 0x29b1],
    ["crc16-xmodem", 0x31c3],
    ["crc16-kermit", 0x2189],
    ["sum256", 477 % 256],
    ["xor", 0x31],
  ] as const)("%s over 123456789", (kind, sum) => {
    expect(checksumOf(kind, "123456789")).toBe(sum);
  });

  test("none has none", () => {
    expect(checksumOf("none", "x")).toBeNull();
  });

  test("are read as decimal, hex of either case, and raw bytes, the high one first", () => {
    expect(readChecksum("decimal", "158")).toBe(158);
    expect(readChecksum("hex", "fF")).toBe(255);
    expect(readChecksum("raw", "\u0001\u0002")).toBe(258);
    expect(readChecksum("decimal", "1f")).toBeNull();
    expect(readChecksum("hex", "")).toBeNull();
    expect(readChecksum("raw", "")).toBeNull();
  });
});
