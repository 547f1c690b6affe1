/** Bytes to cells: encodings, separators, quotes, and what is no export at all. */
import { describe, expect, test } from "vitest";
import { decodeExport } from "../../../src/instrument/exports/decode-export.ts";
import { decodeText } from "../../../src/instrument/exports/decode-text.ts";
import { splitText } from "../../../src/instrument/exports/split-text.ts";

const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

function cells(text: string): string[][] {
  return splitText(text).table.rows.map((row) => row.map((cell) => cell.text));
}

describe("encodings", () => {
  test("a degree sign of an old Macintosh and one of Windows", () => {
    expect(decodeText(latin("Temperature(\xa1C)\t1"))).toEqual({
      text: "Temperature(°C)\t1",
      encoding: "macintosh",
    });
    expect(decodeText(latin("Temperature(\xb0C)\t1"))).toEqual({
      text: "Temperature(°C)\t1",
      encoding: "windows-1252",
    });
  });

  test("a byte-order mark is no part of the text", () => {
    expect(decodeText(utf8("\uFEFFA\t1"))).toEqual({ text: "A\t1", encoding: "utf-8-bom" });
    expect(decodeText(Uint8Array.from([0xfe, 0xff, 0, 0x41]))).toEqual({
      text: "A",
      encoding: "utf-16be",
    });
  });

  test("UTF-16 without a mark shows by its zero bytes; zero bytes elsewhere are no text", () => {
    expect(decodeText(Uint8Array.from([0x41, 0, 0x42, 0, 0x43, 0]))?.encoding).toBe("utf-16le");
    expect(decodeText(Uint8Array.from([0x41, 0, 0, 0, 0, 0x42, 0, 0, 0, 0x43]))).toBeNull();
  });

  test("space that a program reserved behind its text does not count", () => {
    expect(decodeText(latin("A\t1\r\n\0\0\0\0\0"))?.text).toBe("A\t1\r\n");
  });
});

describe("separators", () => {
  test.each([
    ["tab", "A\t0.1\t0.2\nB\t0.3\t0.4"],
    ["semicolon", "A;0,1;0,2\nB;0,3;0,4"],
    ["comma", "a note; with other signs\nA,0.1,0.2\nB,0.3,0.4"],
    ["space", "A  0.1  0.2\nB  0.3  0.4"],
  ])("%s", (separator, text) => {
    expect(splitText(text).separator).toBe(separator);
  });

  test("prose has none", () => {
    expect(splitText("Dear colleague, thank you; all is well.")).toMatchObject({ separator: null });
  });

  test("quotes go, a stray one spoils its own line at most", () => {
    const text = 'A1,"0.1","a, b"\nA2,0.2,5" dish\nA3,"0.3\nA4,0.4,"x"';
    expect(cells(text)).toEqual([
      ["A1", "0.1", "a, b"],
      ["A2", "0.2", '5" dish'],
      ["A3", '"0.3'],
      ["A4", "0.4", "x"],
    ]);
  });

  test("a formula that keeps a text from being a number gives the text", () => {
    expect(cells('A1,0.1,="00123"\nA2,0.2,=""')).toEqual([
      ["A1", "0.1", "00123"],
      ["A2", "0.2", ""],
    ]);
  });

  test("rows are lines, whatever ends them", () => {
    expect(cells("A1,0.1\r\n\r\nA2,0.2\rA3,0.3\n")).toEqual([
      ["A1", "0.1"],
      [""],
      ["A2", "0.2"],
      ["A3", "0.3"],
      [""],
    ]);
  });
});

describe("files that hold no cells", () => {
  test.each([
    ["NO_RESULTS", []],
    ["OLD_WORKBOOK", [0xd0, 0xcf, 0x11, 0xe0, 0xa1]],
    ["NOT_AN_EXPORT", [0x25, 0x50, 0x44, 0x46, 0x2d]],
    ["NOT_AN_EXPORT", [0x89, 0x50, 0x4e, 0x47]],
    ["NOT_AN_EXPORT", [0xff, 0xd8, 0xff, 0xe0]],
    ["NOT_AN_EXPORT", [1, 2, 3, 4, 5, 6, 7, 8]],
  ])("%s", async (code, bytes) => {
    await expect(decodeExport("x.bin", Uint8Array.from(bytes))).rejects.toMatchObject({ code });
  });
});

test("a text whose lines each stand in one quoted cell is cut once more", async () => {
  const document = await decodeExport("x.csv", utf8('"A;0,1;0,2"\n"B;0,3;0,4"\n'));
  expect(document.tables[0]?.rows[1]?.map((cell) => cell.text)).toEqual(["B", "0,3", "0,4"]);
});
