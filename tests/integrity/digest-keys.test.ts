/** Digests by somebody else's key. */
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { presentFile } from "../../src/integrity/anchor-files.ts";
import { anchorRestore } from "../../src/integrity/anchor-restore.ts";
import { type Digest, makeDigest, parseDigest } from "../../src/integrity/digest.ts";
import {
  type IntegrityKey,
  integrityKey,
  namedFingerprint,
  usualKeyFile,
} from "../../src/integrity/integrity-key.ts";
import { openStore } from "../../src/store/open-store.ts";
import { codeOf, freshFolder } from "../store/fresh-store.ts";
import { AT } from "../store/store-rows.ts";
import { type AnchoredBench, anchoredBench, keepState, linesIn } from "./anchored-bench.ts";

function provenBench(): AnchoredBench {
  const bench = anchoredBench();
  for (let day = 1; day <= 2; day += 1) {
    bench.work();
    bench.prove();
  }
  return bench;
}

const keyOf = (bench: AnchoredBench): IntegrityKey =>
  integrityKey(usualKeyFile(dirname(bench.file)), false);

const anotherKey = (): IntegrityKey => integrityKey(join(freshFolder(), "key"), true);

const findingsWith = (bench: AnchoredBench, keys: object): string =>
  bench.verify([], { keys }).findings.join("\n");

/** All digests anew, as somebody makes them who has no access to the key. */
function forgeDigests(bench: AnchoredBench, key: IntegrityKey, tables?: Digest["body"]["tables"]) {
  const file = presentFile(bench.folder, "digests");
  let previous: Digest | null = null;
  for (const line of linesIn(file)) {
    const digest = parseDigest(line);
    if (digest === null) throw new Error("no digest");
    const { number: _number, previousSha256: _previous, publicKey: _key, ...parts } = digest.body;
    const { format: _format, ...said } = parts;
    previous = makeDigest({ ...said, tables: tables ?? said.tables }, previous, key);
  }
  writeFileSync(file, `${JSON.stringify(previous)}\n`);
}

describe("the key of digests", () => {
  test("is the one that is named, and the one of the key file", () => {
    const bench = provenBench();
    const { fingerprint } = keyOf(bench).public;
    expect(findingsWith(bench, { trusted: [fingerprint], present: fingerprint })).toBe("");
    expect(bench.verify().notes.join("\n")).toContain(`signed with the key ${fingerprint}`);
  });

  test("that nobody named is a finding", () => {
    const bench = provenBench();
    const { fingerprint } = anotherKey().public;
    expect(findingsWith(bench, { trusted: [fingerprint] })).toMatch(
      /digest 1 .* is signed with [0-9a-f]{64}, not with a key that was named/,
    );
  });

  test("of a forger is not that of the key file", () => {
    const bench = provenBench();
    forgeDigests(bench, anotherKey());
    const { fingerprint } = keyOf(bench).public;
    expect(findingsWith(bench, { present: fingerprint })).toMatch(
      /is not signed with the key of the key file/,
    );
  });

  test("that changes without a reason in the trail is a finding", () => {
    const bench = provenBench();
    rmSync(usualKeyFile(dirname(bench.file)));
    bench.work();
    bench.prove();
    expect(bench.verify().findings.join("\n")).toMatch(
      /digest 3 .* another key than the one before it, and the audit trail tells of no reason/,
    );
  });

  test("may be another one after a restore, also of an older state", () => {
    const bench = anchoredBench();
    bench.work();
    const putBack = keepState(bench.file);
    bench.work();
    bench.prove();
    putBack();
    rmSync(usualKeyFile(dirname(bench.file)));
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
    const present = anotherKey().public.fingerprint;
    expect(bench.verify([], { keys: { present } }).findings).toEqual([]);
    bench.prove();
    const keys = { present: keyOf(bench).public.fingerprint };
    expect(bench.verify([], { keys }).findings).toEqual([]);
  });

  test("may be another one after the configuration has changed", () => {
    const bench = provenBench();
    rmSync(usualKeyFile(dirname(bench.file)));
    bench.work((store) =>
      store.inTransaction(() => {
        store.journal.audit({
          atUtc: AT,
          actor: "daemon",
          action: "configuration.use",
          subject: "another",
          detail: {},
        });
      }),
    );
    const present = anotherKey().public.fingerprint;
    expect(findingsWith(bench, { present })).not.toMatch(/key/);
    bench.prove();
    expect(findingsWith(bench, {})).not.toMatch(/key/);
  });
});

test("a digest that leaves out tables is a finding", () => {
  const bench = provenBench();
  forgeDigests(bench, keyOf(bench), {});
  expect(bench.verify().findings.join("\n")).toMatch(/digest 2 .* says nothing of table audit/);
});

describe("a key that somebody names", () => {
  test("is a fingerprint, or a file with the public key as PEM or as it is printed", () => {
    const key = anotherKey();
    const { fingerprint, base64 } = key.public;
    const folder = freshFolder();
    const pem = Buffer.from(base64, "base64");
    writeFileSync(join(folder, "printed"), `${base64}\n`);
    writeFileSync(
      join(folder, "pem"),
      `-----BEGIN PUBLIC KEY-----\n${pem.toString("base64")}\n-----END PUBLIC KEY-----\n`,
    );
    expect(namedFingerprint(fingerprint.toUpperCase())).toBe(fingerprint);
    expect(namedFingerprint(join(folder, "printed"))).toBe(fingerprint);
    expect(namedFingerprint(join(folder, "pem"))).toBe(fingerprint);
  });

  test("that is neither is refused", () => {
    const file = join(freshFolder(), "key");
    expect(codeOf(() => namedFingerprint(file))).toBe("INTEGRITY_KEY_UNUSABLE");
    writeFileSync(file, "not a key");
    expect(codeOf(() => namedFingerprint(file))).toBe("INTEGRITY_KEY_UNUSABLE");
  });
});
