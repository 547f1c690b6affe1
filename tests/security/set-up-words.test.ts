import { closeSync, fstatSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { printsToJournal, setUpWords } from "../../src/cli/set-up-words.ts";
import { freshFolder } from "../store/fresh-store.ts";

const CODE = "4KQ2-0000-1111";
const told = { code: CODE, url: "http://127.0.0.1:8480", file: "/data/set-up-code.json" };

describe("the code for the first administrator", () => {
  test("is printed to who starts the daemon, with the file it stands in", () => {
    const words = setUpWords({ ...told, toJournal: false });
    for (const part of [CODE, told.url, told.file]) expect(words).toContain(part);
  });

  test("does not go to the journal, which says where it stands", () => {
    const words = setUpWords({ ...told, toJournal: true });
    expect(words).not.toContain(CODE);
    for (const part of [told.url, told.file]) expect(words).toContain(part);
  });

  test("is not spoken of where there is an administrator", () => {
    for (const toJournal of [true, false]) {
      expect(setUpWords({ ...told, code: null, toJournal })).toBe("");
    }
  });
});

test("what goes to the journal is known by its device and inode, not by the variable alone", () => {
  const descriptor = openSync(join(freshFolder(), "journal"), "w");
  const { dev, ino } = fstatSync(descriptor);
  expect(printsToJournal({ JOURNAL_STREAM: `${dev}:${ino}` }, descriptor)).toBe(true);
  expect(printsToJournal({ JOURNAL_STREAM: `${dev}:${ino + 1}` }, descriptor)).toBe(false);
  expect(printsToJournal({}, descriptor)).toBe(false);
  closeSync(descriptor);
});
