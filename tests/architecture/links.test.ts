import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { codeSpans, fileLinks } from "./markdown.ts";
import { filesBelow, ROOT, readText } from "./source-files.ts";

const DOCUMENTS = [
  "README.md",
  "CHANGELOG.md",
  ...filesBelow("docs"),
  ...filesBelow("drivers"),
].filter((path) => path.endsWith(".md"));

test.each(DOCUMENTS)("%s links to files that are there", (path) => {
  const missing = fileLinks(readText(path)).filter(
    (target) => !existsSync(join(ROOT, dirname(path), target)),
  );
  expect(missing).toEqual([]);
});

test.each(DOCUMENTS)("%s names files and folders that are there", (path) => {
  const named = codeSpans(readText(path)).filter((span) =>
    /^(src|drivers|tests|docs|plate-layouts|\.ci)\/[\w./-]*$/.test(span),
  );
  expect(named.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
});

test("the decisions are numbered without a gap, and each is listed", () => {
  const files = filesBelow("docs/decisions").filter((path) => !path.endsWith("README.md"));
  const numbers = files.map((path) => Number(/\/(\d{4})-/.exec(path)?.[1]));
  expect(numbers).toEqual(files.map((_, index) => index + 1));
  const listed = fileLinks(readText("docs/decisions/README.md")).map(
    (name) => `docs/decisions/${name}`,
  );
  expect(listed.sort()).toEqual(files);
});
