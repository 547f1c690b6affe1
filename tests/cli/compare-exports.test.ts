/** `npm run -s exports -- DIR`: prints deviations and counts, and fails when nothing was compared. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { compareExports } from "../../src/cli/compare-exports.ts";
import { ALL_WELLS } from "../../src/domain/well.ts";

const SHARED = resolve(import.meta.dirname, "../../../shared/exports");

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "exports-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function run(folder: string): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await compareExports(folder, (line) => lines.push(line));
  return { code, lines };
}

const LIST = ["Well,570 nm", ...ALL_WELLS.map((well, index) => `${well},${index / 100}`)].join(
  "\n",
);
const WELLS = Object.fromEntries(ALL_WELLS.map((well, index) => [well, index / 100]));

function oracle(wells: Readonly<Record<string, number>>): string {
  return JSON.stringify({
    raw_file: "list.csv",
    plates: [
      { rows: 8, columns: 12, reads: [{ wavelength_nm: 570, unit: "OD", wells, flags: {} }] },
    ],
  });
}

describe("the command that compares exports", () => {
  test("agreement ends with the counts and 0", async () => {
    const { code, lines } = await run(
      folderWith({ "list.csv": LIST, "list.wells.json": oracle(WELLS) }),
    );
    expect(lines.at(-1)).toMatch(/^\d+ passed, 0 failed$/);
    expect(code).toBe(0);
  });

  test("each deviation is told with its plate, read and well", async () => {
    const { code, lines } = await run(
      folderWith({ "list.csv": LIST, "list.wells.json": oracle({ ...WELLS, B3: 9 }) }),
    );
    expect(lines[0]).toBe("list.csv: plate 1 read 1 well B3: expected 9, found 0.14");
    expect(lines.at(-1)).toMatch(/ passed, 1 failed$/);
    expect(code).toBe(1);
  });

  test("a file that must be refused passes when it is", async () => {
    const { code } = await run(
      folderWith({ "x.txt": "nothing here", "x.wells.json": '{"refused":true,"plates":[]}' }),
    );
    expect(code).toBe(0);
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ["no oracle", { "list.csv": LIST }, /has no file NAME\.wells\.json/],
    ["no raw file", { "list.wells.json": oracle(WELLS) }, /its raw file is not in the folder/],
    [
      "an oracle that is no JSON",
      { "list.csv": LIST, "list.wells.json": "{" },
      /the oracle cannot be used: it is no JSON/,
    ],
  ])("%s is said and fails", async (_what, files, message) => {
    const { code, lines } = await run(folderWith(files));
    expect(lines.join("\n")).toMatch(message);
    expect(code).toBe(1);
  });

  test("a folder that is not there is said and fails", async () => {
    const { code, lines } = await run(join(tmpdir(), "no-such-folder-of-exports"));
    expect(lines[0]).toContain("cannot be read");
    expect(code).toBe(1);
  });

  test.skipIf(!existsSync(SHARED))(
    "all shared exports pass (skipped where ../shared is absent)",
    async () => {
      const { code, lines } = await run(SHARED);
      expect(lines.filter((line) => / [1-9]\d* deviate/.test(line))).toEqual([]);
      expect(code).toBe(0);
    },
  );
});
