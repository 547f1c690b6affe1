/** Anchors that are gone, or were begun anew by somebody who did not want the old ones. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { presentFile } from "../../src/integrity/anchor-files.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { AT } from "../store/store-rows.ts";
import { anchoredBench, doWork } from "./anchored-bench.ts";

const REQUIRED = { anchorsRequired: true } as const;

function tellOfStart(store: Store): void {
  store.inTransaction(() =>
    store.journal.audit({
      atUtc: AT,
      actor: "daemon",
      action: "daemon.start",
      subject: "x",
      detail: {},
    }),
  );
}

/** A bench that a daemon has worked on twice. */
function startedBench() {
  const bench = anchoredBench();
  for (let day = 1; day <= 2; day += 1) {
    bench.work((store) => {
      tellOfStart(store);
      doWork(store, "a");
    });
  }
  return bench;
}

test("anchors that were kept since the beginning are as they should be", () => {
  expect(startedBench().verify([], REQUIRED).findings).toEqual([]);
});

test("anchors that were deleted are a finding of a bench, and a note of a copy of its database", () => {
  const bench = startedBench();
  rmSync(bench.folder, { recursive: true });
  expect(bench.verify([], REQUIRED).findings.join("\n")).toMatch(
    /there are no anchors .* taken away/,
  );
  const { findings, notes } = bench.verify();
  expect(findings).toEqual([]);
  expect(notes.join("\n")).toMatch(/a cut-off end cannot be seen/);
});

test.each([
  ["deleted", (file: string) => rmSync(file)],
  ["emptied", (file: string) => writeFileSync(file, "")],
])("anchors that were %s and begun anew are a finding", (_how, harm) => {
  const bench = startedBench();
  harm(presentFile(bench.folder, "anchors"));
  bench.work();
  expect(bench.verify().findings.join("\n")).toMatch(
    /anchors\.jsonl was begun anew on .*, after entry 4 .* kept since before entry 1/,
  );
});

test("anchors whose first lines were taken away are a finding", () => {
  const bench = startedBench();
  const file = presentFile(bench.folder, "anchors");
  writeFileSync(file, readFileSync(file, "utf8").split("\n").slice(2).join("\n"));
  expect(bench.verify().findings.join("\n")).toMatch(/does not begin where anchors begin/);
});

test("a database of before anchors were kept may begin them late", () => {
  const bench = anchoredBench();
  const store = openStore(bench.file);
  doWork(store, "a", "b");
  store.close();
  bench.work((opened) => tellOfStart(opened));
  expect(bench.verify([], REQUIRED).findings).toEqual([]);
});

test("a program that was killed while it wrote the first line leaves no finding", () => {
  const bench = anchoredBench();
  bench.work((store) => doWork(store, "a"), true);
  const file = presentFile(bench.folder, "anchors");
  writeFileSync(file, readFileSync(file, "utf8").slice(0, 40));
  bench.work((store) => tellOfStart(store));
  expect(bench.verify([], REQUIRED).findings).toEqual([]);
});
