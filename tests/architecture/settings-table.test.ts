import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { tableRows } from "./markdown.ts";
import { readText } from "./source-files.ts";

const ROWS = tableRows(readText("docs/settings.md"), "setting");

test("docs/settings.md names each setting with its default, and no other", () => {
  const documented = Object.fromEntries(ROWS.map(([name, value]) => [name, value]));
  const defaults = Object.fromEntries(
    Object.entries(DEFAULT_SETTINGS).map(([name, value]) => [
      `\`${name}\``,
      Array.isArray(value) ? `[${value.join(", ")}]` : String(value),
    ]),
  );
  expect(documented).toEqual(defaults);
  expect(ROWS).toHaveLength(Object.keys(defaults).length);
});

test("each has a unit, if only a dash, and a meaning", () => {
  const bare = ROWS.filter(([, , unit = "", meaning = ""]) => unit === "" || meaning.length < 12);
  expect(bare.map(([name]) => name)).toEqual([]);
});
