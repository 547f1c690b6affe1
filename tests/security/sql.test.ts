/** Values reach SQL as parameters only: no statement is put together from what somebody sent. */
import { describe, expect, test } from "vitest";
import { PRODUCT } from "../architecture/source-files.ts";
import { freshStore } from "../store/fresh-store.ts";

/** What may stand inside a statement beside constants, and why none of it comes from outside. */
const KNOWN: Readonly<Record<string, string>> = {
  "annotations.ts summary": "a constant of the same function",
  "samples.ts wanted": "a constant of the same function",
  "migrate.ts usualMs": "a number of this program",
  "migrate.ts number": "the number of a migration",
  "prove-store.ts schema": "the number of a migration",
  "derived-damages.ts found": "a statement of a constant list, on a table of that list",
  "derived-damages.ts wanted": "a statement of a constant list",
  'ledger.ts row === "NEW" ? 1 : -1': "one of two numbers",
};

/** Names that the database itself gives to its tables and columns, or that stand in a constant list. */
const OWN_NAMES =
  /^(?:quoted\([\w.]+\)|name|table|column|columns|all|order|RECORDS\[table\]|\w+(?:\.\w+)*\.map\(quoted\)\.join\(", "\)|index|sign|values|hasRowid .*)$/;

const CONSTANT = /^[A-Z][A-Z0-9_]*$/;

const STATEMENT =
  /\b(?:SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|CREATE|DROP|PRAGMA|VALUES|ORDER BY)\b/;
const CALLED = /\b(?:prepare|exec|pragma)(?:<[^()]*>)?\(\s*$/;

interface Template {
  readonly where: string;
  readonly parts: readonly string[];
}

/** Template texts that are statements or are given to SQLite, with what is put into them. */
function statementTemplates(path: string, code: string): Template[] {
  return [...code.matchAll(/`(?:\\.|[^`\\])*`/g)].flatMap((match) => {
    const [text] = match;
    const before = code.slice(Math.max(0, match.index - 200), match.index);
    if (!text.includes("${") || !(STATEMENT.test(text) || CALLED.test(before))) return [];
    const parts = [...text.matchAll(/\$\{((?:[^{}]|\{[^{}]*\})*)\}/g)].map(([, part = ""]) =>
      part.trim(),
    );
    return [{ where: path.split("/").at(-1) ?? "", parts }];
  });
}

const STORE = PRODUCT.filter(({ path }) => path.startsWith("src/store/"));
const templates = STORE.flatMap(({ path, code }) => statementTemplates(path, code));

describe("statements", () => {
  test("hold constants and the database's own names; a further part comes here with its reason", () => {
    const strange = templates.flatMap(({ where, parts }) =>
      parts
        .filter((part) => !CONSTANT.test(part) && !OWN_NAMES.test(part))
        .map((part) => `${where} ${part}`)
        .filter((part) => !Object.hasOwn(KNOWN, part)),
    );
    expect(strange).toEqual([]);
    expect(templates.length).toBeGreaterThan(10);
  });

  test("are never put together with +", () => {
    const joined = STORE.filter(({ code }) =>
      /\b(?:prepare|exec|pragma)(?:<[^()]*>)?\(\s*(?:"[^"]*"|`[^`]*`|\w+)\s*\+/.test(code),
    );
    expect(joined.map(({ path }) => path)).toEqual([]);
  });

  test("would be found if they were", () => {
    const bad = ["db.prepare(`SELECT * FROM plate WHERE barcode = '$", "{barcode}'`)"].join("");
    expect(statementTemplates("bad.ts", bad)).toEqual([{ where: "bad.ts", parts: ["barcode"] }]);
  });
});

describe("what looks like SQL", () => {
  const INJECTED = "x'; DROP TABLE person; --";

  test("is a name like any other", () => {
    const store = freshStore();
    expect(store.plates.byBarcode(INJECTED)).toBeNull();
    expect(store.people.byNameKey(INJECTED)).toBeNull();
    expect(store.samples.byName(INJECTED)).toBeNull();
    expect(store.people.byId("' OR 1=1 --")).toBeNull();
    expect(store.damages()).toEqual([]);
  });
});
