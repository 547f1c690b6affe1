import { statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { presentFile } from "../../src/integrity/anchor-files.ts";
import { integrityKey, usualKeyFile } from "../../src/integrity/integrity-key.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import type { Store } from "../../src/store/open-store.ts";
import { codeOf, freshFolder, freshStore } from "../store/fresh-store.ts";
import { AT, insertTranscript } from "../store/store-rows.ts";
import { type AnchoredBench, anchoredBench, forge, linesIn } from "./anchored-bench.ts";

function endedTranscript(store: Store): void {
  const id = insertTranscript(store, ["a", "b"]);
  store.transcripts.end(id, "done", null, AT);
}

/** Three days with something done on each. */
function provenBench(): AnchoredBench {
  const bench = anchoredBench();
  for (let day = 1; day <= 3; day += 1) {
    bench.work();
    bench.prove();
  }
  bench.work();
  return bench;
}

function rewriteDigests(
  bench: AnchoredBench,
  change: (lines: readonly string[]) => readonly string[],
) {
  const file = presentFile(bench.folder, "digests");
  const lines = change(linesIn(file));
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
}

describe("signed digests", () => {
  test("follow each other, and verify has nothing to say", () => {
    const { findings, digestsChecked } = provenBench().verify();
    expect(findings).toEqual([]);
    expect(digestsChecked).toBe(3);
  });

  test.each([
    ["UPDATE transcript_item SET at_utc = 'another time' WHERE rowid = 1", "transcript_item"],
    ["UPDATE transcript SET driver_version = '9' WHERE rowid = 1", "transcript"],
    ["DELETE FROM transcript_item WHERE seq = 1", "transcript_item"],
    [
      "INSERT INTO transcript SELECT 'x', reader_id, driver_id, driver_version, dialogue, request, run_id, opened_at_utc FROM transcript LIMIT 1; UPDATE transcript SET rowid = rowid + 100; UPDATE transcript SET rowid = 1 WHERE id = 'x'",
      "transcript",
    ],
  ])("show that anchors, trail and sums were made to fit after %s", (harm, table) => {
    const bench = anchoredBench();
    bench.work((store) => void endedTranscript(store));
    bench.prove();
    bench.work((store) => void endedTranscript(store));
    forge(bench.file, harm.replace("WHERE rowid = 1", "WHERE true"));
    writeFileSync(presentFile(bench.folder, "anchors"), "");
    expect(bench.verify().findings.join("\n")).toMatch(
      new RegExp(`table ${table}: its first \\d+ rows are not those of .* \\(digest 1\\)`),
    );
  });

  test("say nothing of what was written after them, and show a trail that was written anew before", () => {
    const bench = provenBench();
    writeFileSync(presentFile(bench.folder, "anchors"), "");
    forge(bench.file, "UPDATE audit SET actor = 'somebody' WHERE seq > 9");
    expect(bench.verify().findings).toEqual([]);
    forge(bench.file, "UPDATE audit SET actor = 'somebody' WHERE seq = 2");
    expect(bench.verify().findings.join("\n")).toMatch(/entry 2 of the audit trail is not the one/);
  });

  test.each([
    [
      "one that was changed",
      (lines: readonly string[]) => [
        ...lines.slice(0, 2),
        (lines[2] ?? "").replace('"findings":0', '"findings":1'),
      ],
      /digest 3 .* is not what was signed/,
    ],
    [
      "one that was taken out",
      (lines: readonly string[]) => lines.filter((_, at) => at !== 1),
      /digest 3 .* does not follow|digest 2, which the audit trail names, is gone/,
    ],
    [
      "the last one that was taken out",
      (lines: readonly string[]) => lines.slice(0, 2),
      /digest 3, which the audit trail names, is gone/,
    ],
    ["all of them taken out", () => [], /digest 1, which the audit trail names, is gone/],
    [
      "a line that is none",
      (lines: readonly string[]) => [...lines, "{}"],
      /line 4 of digests.jsonl is not a digest/,
    ],
  ])("show %s", (_, change, finding) => {
    const bench = provenBench();
    rewriteDigests(bench, change);
    expect(bench.verify().findings.join("\n")).toMatch(finding);
  });
});

test("speak of every table that triggers keep, where its rows have an order", () => {
  const { tables } = verifyStore(freshStore());
  const grown = Object.entries(tables).filter(([, { first }]) => first !== null);
  expect(grown.map(([name]) => name)).toEqual(
    expect.arrayContaining(["audit", "reading", "transcript_item", "mask_event", "analysis"]),
  );
});

describe("the key", () => {
  test("is made once, for its owner alone, and is known by its fingerprint", () => {
    const file = usualKeyFile(freshFolder());
    const made = integrityKey(file, true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(integrityKey(file, true).public).toEqual(made.public);
    expect(made.public.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test("that cannot be read is said so, without what stands in it", () => {
    const file = usualKeyFile(freshFolder());
    expect(codeOf(() => integrityKey(file, false))).toBe("INTEGRITY_KEY_UNUSABLE");
    writeFileSync(file, "top secret");
    let message = "";
    try {
      integrityKey(file, true);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(dirname(file));
    expect(message).not.toContain("top secret");
  });
});
