import { expect, test } from "vitest";
import { codeSpans, tableRows } from "./markdown.ts";
import { PRODUCT, readText } from "./source-files.ts";

/** Words in code style in the column “not”: they may not be part of an exported name. */
const FORBIDDEN = tableRows(readText("docs/glossary.md"), "word").flatMap(([, , not = ""]) =>
  codeSpans(not),
);

const EXPORTED =
  /^export (?:async )?(?:function\*?|const|let|class|interface|type) ([A-Za-z0-9_$]+)/gm;

/** `heatMap` is heat and map. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[ _]+/)
    .map((word) => word.toLowerCase());
}

test("there are words to look for", () => {
  expect(FORBIDDEN.length).toBeGreaterThan(8);
  expect(wordsOf("LC50ScanRequest")).toEqual(["lc50", "scan", "request"]);
});

test("no exported name uses a word that the glossary forbids", () => {
  const found = PRODUCT.flatMap((file) =>
    [...file.code.matchAll(EXPORTED)].flatMap(([, name = ""]) =>
      wordsOf(name)
        .filter((word) => FORBIDDEN.includes(word))
        .map((word) => `${file.path}: ${name} (${word})`),
    ),
  );
  expect(found).toEqual([]);
});
