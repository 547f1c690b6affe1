import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { reportLayoutCheck, reportLayoutList } from "../../src/layout/layout-commands.ts";
import { checkLayoutFile, findLayout, loadLayouts } from "../../src/layout/load-layouts.ts";
import { smallLayout, spoil } from "./layout-text.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "layouts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const revision = (number: number) => smallLayout({ revision: number });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof PlatewardenError) return `${error.code}: ${error.message}`;
  }
  return "no error";
}

test("the newest revision is the default; older ones stay within reach", () => {
  put("small.r1.toml", revision(1));
  put("small.r2.toml", revision(2));
  put("small.r10.toml", revision(10));
  put("notes.txt", "not a layout");
  const { layouts, files } = loadLayouts(folder);
  expect(files).toHaveLength(3);
  expect(layouts.map((layout) => layout.revision)).toEqual([1, 2, 10]);
  expect(findLayout(layouts, "small").revision).toBe(10);
  expect(findLayout(layouts, "small", 2).revision).toBe(2);
});

test("an unknown layout is named together with the likeliest one", () => {
  put("small.r1.toml", revision(1));
  const { layouts } = loadLayouts(folder);
  expect(codeOf(() => findLayout(layouts, "smal"))).toMatch(/LAYOUT_UNKNOWN.*Did you mean `small`/);
  expect(codeOf(() => findLayout(layouts, "small", 7))).toMatch(/no revision 7; there is 1/);
});

test("the same id and revision twice is an error of both files", () => {
  put("a.toml", revision(1));
  put("b.toml", spoil(revision(1), '"10 ug/mL"', '"20 ug/mL"'));
  const { layouts, files } = loadLayouts(folder);
  expect(layouts).toEqual([]);
  for (const file of files) {
    expect(file.problems).toContainEqual(
      expect.objectContaining({ severity: "error", check: "duplicate-id", line: 1, column: 1 }),
    );
  }
});

test("two files that mean the same are an error too, but the layout stays usable", () => {
  put("a.toml", revision(1));
  put("b.toml", `# a copy\n${revision(1)}`);
  const shelf = loadLayouts(folder);
  expect(shelf.layouts.map((layout) => layout.id)).toEqual(["small"]);
  expect(reportLayoutList(shelf).ok).toBe(false);
});

test("a faulty file hinders no other one", () => {
  put("small.r1.toml", revision(1));
  put("broken.toml", "schema = ");
  put("utf16.toml", Buffer.from("\uFEFFschema = 1", "utf16le"));
  const shelf = loadLayouts(folder);
  expect(shelf.layouts).toHaveLength(1);
  const checks = shelf.files.map((file) => [file.fileName, file.problems[0]?.check]);
  expect(checks).toEqual([
    ["broken.toml", "syntax"],
    ["small.r1.toml", undefined],
    ["utf16.toml", "encoding"],
  ]);
  expect(reportLayoutList(shelf).text).toMatch(/broken\.toml: 1 error/);
});

test("a file name that says something else than the file is a warning", () => {
  const file = checkLayoutFile(put("other.r3.toml", revision(1)));
  expect(file.layout?.id).toBe("small");
  expect(file.problems).toContainEqual(
    expect.objectContaining({ severity: "warning", check: "file-name", line: 3 }),
  );
  expect(reportLayoutCheck(file).ok).toBe(true);
});

test("a missing file and a missing folder are errors with their name", () => {
  expect(codeOf(() => checkLayoutFile(join(folder, "none.toml")))).toMatch(/FILE_UNREADABLE.*none/);
  expect(codeOf(() => loadLayouts(join(folder, "nowhere")))).toMatch(/FILE_UNREADABLE.*nowhere/);
});

test("the report of a check ends with what can be used", () => {
  const good = reportLayoutCheck(checkLayoutFile(put("small.r1.toml", revision(1))));
  expect(good.text).toBe("small.r1.toml: no problems; small revision 1 can be used.");
  const bad = reportLayoutCheck(
    checkLayoutFile(put("bad.toml", spoil(revision(1), '"10 ug/mL"', '"10"'))),
  );
  expect(bad.ok).toBe(false);
  expect(bad.text).toMatch(/^bad\.toml:10:23: error \[quantity\] "10" has no unit/);
  expect(bad.text).toMatch(/bad\.toml: 1 error; the layout cannot be used\.$/);
  expect(bad.json).toMatchObject({ ok: false, layout: null, problems: [{ check: "quantity" }] });
});
