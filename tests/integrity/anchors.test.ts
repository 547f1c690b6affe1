import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAnchor } from "../../src/integrity/anchor.ts";
import { presentFile } from "../../src/integrity/anchor-files.ts";
import { anchorRestore } from "../../src/integrity/anchor-restore.ts";
import { openStore } from "../../src/store/open-store.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { AT } from "../store/store-rows.ts";
import { anchoredBench, doWork, forge, keepState, linesIn } from "./anchored-bench.ts";

const ANOTHER = "UPDATE audit SET actor = 'somebody else' WHERE seq = 1";

describe("what is written down beside the database", () => {
  test("says when a program began and ended, and verify has nothing to say", () => {
    const bench = anchoredBench();
    bench.work();
    const kinds = linesIn(presentFile(bench.folder, "anchors")).map(
      (line) => parseAnchor(line)?.kind,
    );
    expect(kinds).toEqual(["begun", "opened", "closed"]);
    const { findings, notes, anchorsChecked } = bench.verify();
    expect(findings).toEqual([]);
    expect(notes).toEqual([]);
    expect(anchorsChecked).toBe(3);
  });

  test("is nothing while a program changes nothing", () => {
    const bench = anchoredBench();
    bench.work();
    const before = linesIn(presentFile(bench.folder, "anchors"));
    bench.work((store) => void store.samples.all());
    expect(linesIn(presentFile(bench.folder, "anchors"))).toEqual(before);
  });

  test("fits after many starts, and where a program was killed verify says how far it goes", () => {
    const bench = anchoredBench();
    bench.work();
    bench.work(undefined, true);
    const { findings, notes } = bench.verify();
    expect(findings).toEqual([]);
    expect(notes.join("\n")).toMatch(/the database has gone on; a daemon has been at work since/);
    bench.work();
    expect(bench.verify().findings).toEqual([]);
    expect(bench.verify().notes).toEqual([]);
  });
});

describe("with trail, guards and sums made to fit, verify still finds", () => {
  test("a row that was changed while no program was at work, also after the next one", () => {
    const bench = anchoredBench();
    bench.work();
    forge(bench.file, "UPDATE change SET subject = 'z' WHERE id = 1");
    expect(bench.verify().findings.join("\n")).toMatch(/changed past the program after/);
    bench.work();
    expect(bench.verify().findings.join("\n")).toMatch(/changed past the program between/);
  });

  test("a trail that was written anew", () => {
    const bench = anchoredBench();
    bench.work();
    bench.work(undefined, true);
    forge(bench.file, ANOTHER);
    expect(bench.verify().findings.join("\n")).toMatch(/the trail was written anew/);
  });

  test("an end that was cut off", () => {
    const bench = anchoredBench();
    bench.work();
    forge(bench.file, "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)");
    expect(bench.verify().findings.join("\n")).toMatch(
      /the audit trail ends with entry 1; on .* it had 2: the newest entries were cut off/,
    );
  });

  test("an older state that was put in its place", () => {
    const bench = anchoredBench();
    bench.work();
    const putBack = keepState(bench.file);
    bench.work();
    putBack();
    expect(bench.verify().findings.join("\n")).toMatch(/an older state of the database was put/);
    bench.work();
    expect(bench.verify().findings).not.toEqual([]);
  });
});

describe("a restore that the trail tells of", () => {
  function restored() {
    const bench = anchoredBench();
    bench.work();
    const putBack = keepState(bench.file);
    bench.work();
    putBack();
    const store = openStore(bench.file);
    store.inTransaction(() =>
      store.journal.audit({
        atUtc: AT,
        actor: "administrator",
        action: "store.restored",
        subject: "set",
        detail: {},
      }),
    );
    anchorRestore(store, { program: "command", programVersion: "1" });
    store.close();
    return bench;
  }

  test("is no finding: verify names it, and how much was given up", () => {
    const bench = restored();
    const { findings, notes } = bench.verify();
    expect(findings).toEqual([]);
    expect(notes.join("\n")).toMatch(/was put back on .* \(entry 3 of the audit trail\)/);
    expect(notes.join("\n")).toMatch(/anchors tell of entries that were given up/);
    bench.work();
    expect(bench.verify().findings).toEqual([]);
  });

  test("does not cover what is changed afterwards", () => {
    const bench = restored();
    bench.work();
    forge(bench.file, ANOTHER);
    expect(bench.verify().findings).not.toEqual([]);
  });

  test("does not cover what was there before it", () => {
    const bench = restored();
    forge(bench.file, ANOTHER);
    expect(bench.verify().findings.join("\n")).toMatch(/the trail was written anew/);
  });

  test("that the trail does not tell of is a finding", () => {
    const bench = anchoredBench();
    bench.work();
    const store = openStore(bench.file);
    anchorRestore(store, { program: "command", programVersion: "1" });
    store.close();
    expect(bench.verify().findings.join("\n")).toMatch(/and entry 2 of the audit trail does not/);
  });
});

describe("a line that is no anchor", () => {
  test("is a finding, where it was not the last word of a program that was killed", () => {
    const bench = anchoredBench();
    bench.work();
    appendFileSync(presentFile(bench.folder, "anchors"), '{"kind":"mov');
    expect(bench.verify().findings).toEqual([]);
    appendFileSync(presentFile(bench.folder, "anchors"), "\n");
    expect(bench.verify().findings).toEqual(["line 4 of anchors.jsonl is not an anchor"]);
  });
});

describe("a copy elsewhere", () => {
  function copied() {
    const bench = anchoredBench();
    bench.work();
    const cut = keepState(bench.file);
    const before = linesIn(presentFile(bench.folder, "anchors"));
    bench.work();
    const copy = freshFolder();
    copyFileSync(presentFile(bench.folder, "anchors"), presentFile(copy, "anchors"));
    return { bench, copy, cut, before };
  }

  test("that is behind or the same is well", () => {
    const { bench, copy } = copied();
    expect(bench.verify([copy]).findings).toEqual([]);
    bench.work();
    expect(bench.verify([copy]).findings).toEqual([]);
  });

  test("shows that database and anchors were both turned back", () => {
    const { bench, copy, cut, before } = copied();
    cut();
    writeFileSync(presentFile(bench.folder, "anchors"), `${before.join("\n")}\n`);
    expect(bench.verify().findings).toEqual([]);
    expect(bench.verify([copy]).findings.join("\n")).toMatch(
      /has more than .*: what was written down last was cut off/,
    );
  });

  test("shows that the anchors were changed", () => {
    const { bench, copy } = copied();
    const lines = linesIn(presentFile(bench.folder, "anchors"));
    const changed = lines.map((line, at) => (at === 2 ? line.replace("daemon", "command") : line));
    writeFileSync(presentFile(bench.folder, "anchors"), `${changed.join("\n")}\n`);
    expect(bench.verify([copy]).findings.join("\n")).toMatch(/is not what was copied to/);
  });

  test("of another bench, or in a folder that is not there, is a finding", () => {
    const { bench, copy } = copied();
    const other = anchoredBench();
    other.work();
    expect(other.verify([copy]).findings.join("\n")).toMatch(
      /is a copy of nothing in the data folder/,
    );
    expect(bench.verify([join(copy, "nowhere")]).findings.join("\n")).toMatch(/no such folder/);
  });
});

test("without anchors verify says what it cannot see", () => {
  const bench = anchoredBench();
  const store = openStore(bench.file);
  doWork(store, "a");
  store.close();
  mkdirSync(bench.folder, { recursive: true });
  expect(bench.verify().notes).toEqual([
    "there are no anchors beside the database, so a cut-off end cannot be seen",
  ]);
});
