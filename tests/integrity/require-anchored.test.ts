import { appendFileSync, readFileSync, renameSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { keepAnchors } from "../../src/integrity/keep-anchors.ts";
import { keepLine, keepLineSoon } from "../../src/integrity/kept-lines.ts";
import { requireAnchored } from "../../src/integrity/require-anchored.ts";
import { openStore } from "../../src/store/open-store.ts";
import { codeOf, freshFile, freshFolder } from "../store/fresh-store.ts";
import { doWork, linesIn } from "./anchored-bench.ts";

test("a database that is gone is not replaced by an empty one; a new folder is no such thing", () => {
  const file = freshFile();
  const folder = dirname(file);
  requireAnchored(folder, file);
  const store = openStore(file);
  const anchors = keepAnchors(store, { program: "daemon", programVersion: "1" });
  doWork(store, "a");
  anchors.close();
  store.close();
  requireAnchored(folder, file);
  renameSync(file, `${file}.moved`);
  expect(codeOf(() => requireAnchored(folder, file))).toBe("STORE_GONE");
});

test("a line that a power cut tore is taken away before the next one is added", async () => {
  const file = join(freshFolder(), "anchors.jsonl");
  keepLine(file, "first");
  keepLine(file, "second");
  truncateSync(file, readFileSync(file).length - 4);
  keepLine(file, "third");
  expect(linesIn(file)).toEqual(['"first"', '"third"']);
  appendFileSync(file, '"torn again');
  keepLine(file, "fourth");
  expect(linesIn(file)).toEqual(['"first"', '"third"', '"fourth"']);
  appendFileSync(file, '"and again');
  await keepLineSoon(file, "fifth");
  expect(linesIn(file)).toEqual(['"first"', '"third"', '"fourth"', '"fifth"']);
});
