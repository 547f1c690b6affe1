import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/domain/canonical.ts";
import { exportStore } from "../../src/export/export-store.ts";
import { writeExport } from "../../src/export/write-export.ts";
import { codeOf, freshFolder } from "../store/fresh-store.ts";
import { EVERYTHING, exported, studyStore } from "./exported-study.ts";

const FILES = [
  { path: "one.csv", content: "1\r\n" },
  { path: "below/two.csv", content: "2\r\n" },
];

/** Everything below a folder. */
function below(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

describe("an export", () => {
  test("writes the files it names, with their hashes, and nothing else", async () => {
    const { folder, manifest } = exported(await studyStore("B"));
    const paths = manifest.files.map((file) => file.path);
    expect(paths).toEqual([
      "plates.csv",
      "wells.csv",
      "doses.csv",
      "comparisons.csv",
      "columns.csv",
      "plates.parquet",
      "wells.parquet",
      "doses.parquet",
      "comparisons.parquet",
      "asm/B-1.asm.json",
      "drc.csv",
      "synergyfinder.csv",
      "prism/B-1-xy-dose.csv",
      "prism/B-1-xy-log10.csv",
      "prism/reference-dose-bars.csv",
    ]);
    expect(below(folder)).toEqual([...paths, "manifest.json", "asm", "prism"].sort());
    for (const file of manifest.files) {
      const bytes = readFileSync(join(folder, file.path));
      expect([file.path, file.bytes, file.sha256]).toEqual([
        file.path,
        bytes.length,
        sha256(bytes),
      ]);
    }
    expect(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"))).toEqual(manifest);
  });

  test("says of which analysis, reading, layout and settings it is", async () => {
    const store = await studyStore("B");
    const { manifest } = exported(store, { formats: ["drc"] });
    const row = store.analyses.current(store.samples.byName("B")?.id ?? "");
    expect(manifest.analyses).toMatchObject([
      {
        sample: "B",
        analysisId: row?.id,
        settingsSha256: row?.settings_sha256,
        resultSha256: row?.result_sha256,
        plates: [{ barcode: "B-1", version: 1, judged: true }],
      },
    ]);
    expect(manifest.settings[row?.settings_sha256 ?? ""]).toEqual(
      JSON.parse(store.analyses.settings(row?.settings_sha256 ?? "") ?? ""),
    );
  });

  test("makes no folder when there is nothing to write", async () => {
    const store = await studyStore("B");
    const folder = join(freshFolder(), "out");
    const samples = ["nobody"];
    const request = {
      ...EVERYTHING,
      samples,
      formats: ["drc"],
      folder,
      force: false,
      strict: false,
    } as const;
    expect(codeOf(() => exportStore(store, request))).toBe("SAMPLE_UNKNOWN");
    expect(existsSync(folder)).toBe(false);
  });
});

describe("files of an export", () => {
  test("are not written over others, unless that is forced", () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "one.csv"), "mine");
    expect(codeOf(() => writeExport(folder, FILES, false))).toBe("FILE_NOT_WRITTEN");
    expect(below(folder)).toEqual(["one.csv"]);
    expect(readFileSync(join(folder, "one.csv"), "utf8")).toBe("mine");
    writeExport(folder, FILES, true);
    expect(below(folder)).toEqual(["below", "below/two.csv", "one.csv"]);
    expect(readFileSync(join(folder, "one.csv"), "utf8")).toBe("1\r\n");
  });

  test("are named when they are in the way, one or several", () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "one.csv"), "mine");
    const one = join(folder, "one.csv");
    expect(() => writeExport(folder, FILES, false)).toThrow(
      `${one} exists already; --force replaces it. Nothing was written.`,
    );
    writeExport(folder, FILES, true);
    expect(() => writeExport(folder, FILES, false)).toThrow(
      `${one} and 1 more exist already; --force replaces them. Nothing was written.`,
    );
  });

  test("leave nothing half written when one of them cannot be", () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "below"), "a file where a folder is wanted");
    expect(codeOf(() => writeExport(folder, FILES, false))).toBe("FILE_NOT_WRITTEN");
    expect(below(folder)).toEqual(["below"]);
  });

  test("do not replace a folder, even when forced", () => {
    const folder = freshFolder();
    mkdirSync(join(folder, "one.csv"));
    expect(codeOf(() => writeExport(folder, FILES, true))).toBe("FILE_NOT_WRITTEN");
    expect(below(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
