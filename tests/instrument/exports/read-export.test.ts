/** Choosing a dialect needs two marks and leaves no doubt; profiles are data that a lab can replace. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { exportDialects, SHIPPED_EXPORT_PROFILES } from "../../../drivers/exports/index.ts";
import type { DialectMarks, ExportDialect } from "../../../src/instrument/exports/contract.ts";
import { ExportRefused } from "../../../src/instrument/exports/contract.ts";
import { parseExportProfile } from "../../../src/instrument/exports/export-profile.ts";
import { loadExportProfiles } from "../../../src/instrument/exports/load-export-profile.ts";
import { readExport } from "../../../src/instrument/exports/read-export.ts";

function dialect(id: string, kind: "vendor" | "generic", marks: () => DialectMarks): ExportDialect {
  return {
    kind,
    id,
    version: "1",
    vendor: id,
    programs: [id],
    marks,
    readPlates: () => {
      throw new ExportRefused("READ_BY", id);
    },
  };
}

const both = () => ({ signature: "words", structure: "grid" });
const words = () => ({ signature: "words", structure: null });
const grid = () => ({ signature: null, structure: "grid" });
const refusing = () => {
  throw new ExportRefused("PLATE_FORMAT", "too large");
};

async function choice(...dialects: ExportDialect[]): Promise<string> {
  const outcome = await readExport(dialects, {
    name: "x.csv",
    bytes: new TextEncoder().encode("A,0.1\n"),
  });
  if (outcome.kind !== "refused") return "read";
  return outcome.code === "READ_BY" ? outcome.sentence : outcome.code;
}

describe("choosing a dialect", () => {
  test("a vendor's with both marks goes before a plain one", async () => {
    expect(await choice(dialect("plain", "generic", grid), dialect("maker", "vendor", both))).toBe(
      "maker",
    );
  });

  test("a plain one needs its arrangement alone, a vendor's never", async () => {
    expect(await choice(dialect("plain", "generic", grid), dialect("maker", "vendor", grid))).toBe(
      "plain",
    );
  });

  test("two of one kind are one too many", async () => {
    expect(await choice(dialect("one", "vendor", both), dialect("two", "vendor", both))).toBe(
      "AMBIGUOUS_DIALECT",
    );
    expect(await choice(dialect("one", "generic", grid), dialect("two", "generic", grid))).toBe(
      "AMBIGUOUS_DIALECT",
    );
  });

  test("a vendor's words without its arrangement are never read as a plain grid", async () => {
    expect(await choice(dialect("maker", "vendor", words), dialect("plain", "generic", grid))).toBe(
      "UNKNOWN_FORM",
    );
    expect(await choice(dialect("maker", "vendor", words))).toBe("NO_RESULTS");
  });

  test("one that refuses while it looks does not hinder another, but its reason is told when none fits", async () => {
    const shy = dialect("shy", "generic", refusing);
    expect(await choice(shy, dialect("maker", "vendor", both))).toBe("maker");
    expect(await choice(shy)).toBe("PLATE_FORMAT");
  });

  test("nothing known", async () => {
    expect(await choice()).toBe("UNKNOWN_DIALECT");
  });
});

describe("profiles", () => {
  const text = (dialectId: string, tokens = "") =>
    `schema = "platewarden-export-profile/1"\ndialect = "${dialectId}"\nversion = "lab-1"\nvendor = "lab"\nprograms = ["x"]\ncontainers = ["text"]\ndate_order = "by-locale"\nsignatures = []\n${tokens}`;

  test("every shipped one is valid and belongs to a dialect", () => {
    const profiles = loadExportProfiles(SHIPPED_EXPORT_PROFILES);
    const files = readdirSync(SHIPPED_EXPORT_PROFILES).map((name) => name.replace(".toml", ""));
    expect(
      exportDialects(profiles)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(files.sort());
  });

  test("a fault is named with its field", () => {
    expect(() => parseExportProfile(text("gen5-text", 'colour = "red"'), "lab.toml")).toThrow(
      /lab\.toml.*colour/,
    );
    expect(() => parseExportProfile("schema =", "lab.toml")).toThrow(/lab\.toml/);
  });

  test("a lab's own one replaces the shipped one, and its tokens count", async () => {
    const folder = mkdtempSync(join(tmpdir(), "export-profile-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "own.toml");
    writeFileSync(
      file,
      text(
        "generic-list",
        '[[tokens]]\ntoken = "zu hoch"\ndirection = "over-range"\nmeaning = "over range"\n',
      ),
    );
    const dialects = exportDialects(loadExportProfiles(SHIPPED_EXPORT_PROFILES, [file]));
    const bytes = new TextEncoder().encode("Well;OD\nA1;0,1\nA2;zu hoch\nA3;0,3\n");
    expect(await readExport(dialects, { name: "list.csv", bytes })).toMatchObject({
      dialectVersion: expect.stringContaining("lab-1"),
      plates: [
        { reads: [{ wells: { A2: { absorbance: null, remark: { direction: "over-range" } } } }] },
      ],
    });
  });
});
