/** `platewarden verify` and what it needs: on a running database, on an older one, and where nothing can be written. */
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readingCopy } from "../../src/cli/reading-copy.ts";
import { integrityKey, usualKeyFile } from "../../src/integrity/integrity-key.ts";
import { openStore } from "../../src/store/open-store.ts";
import { anchoredBench, forge } from "../integrity/anchored-bench.ts";
import { freshFolder, withDatabase } from "../store/fresh-store.ts";
import { releasedDatabase } from "../store/released-database.ts";
import { runCli } from "./run-cli.ts";

function benchFolderOf(bench: { readonly file: string }): string {
  return dirname(bench.file);
}

describe("verify", () => {
  test("ends with 0 and says what it looked at, as text and as JSON", async () => {
    const bench = anchoredBench();
    bench.work();
    const text = await runCli("verify", "--data", benchFolderOf(bench));
    expect([text.code, text.err]).toEqual([0, ""]);
    expect(text.out).toMatch(
      /^\d+ rows and \d+ hashes checked, 0 samples computed again, .* 0 findings\n$/,
    );
    const quick = await runCli("verify", "--quick", "--json", "--data", benchFolderOf(bench));
    expect(JSON.parse(quick.out)).toMatchObject({
      intact: true,
      findings: [],
      verdictsComputed: null,
      anchorsChecked: 3,
    });
  });

  test("ends with 1 and names the table", async () => {
    const bench = anchoredBench();
    bench.work();
    withDatabase(bench.file, (db) => db.exec("UPDATE change SET subject = 'z' WHERE id = 1"));
    const { code, out } = await runCli("verify", "--data", benchFolderOf(bench));
    expect(code).toBe(1);
    expect(out).toContain("table change: rows were changed past the program");
  });

  test("ends with 1 where digests are by another key than the one that is named", async () => {
    const bench = anchoredBench();
    bench.work();
    bench.prove();
    const { fingerprint } = integrityKey(usualKeyFile(benchFolderOf(bench)), false).public;
    const verify = (key: string) => runCli("verify", "--data", benchFolderOf(bench), "--key", key);
    expect((await verify(fingerprint)).code).toBe(0);
    const { code, out } = await verify("0".repeat(64));
    expect(code).toBe(1);
    expect(out).toContain("digest 1");
    expect(out).toContain(`is signed with ${fingerprint}, not with a key that was named`);
    const unknown = await verify("nowhere.pem");
    expect([unknown.code, unknown.out]).toEqual([1, ""]);
    expect(unknown.err).toContain("nowhere.pem is neither the fingerprint of a public key");
  });

  test("looks at copies of the anchors that are named", async () => {
    const bench = anchoredBench();
    bench.work();
    const copy = freshFolder();
    cpSync(bench.folder, copy, { recursive: true });
    rmSync(bench.folder, { recursive: true });
    mkdirSync(bench.folder);
    forge(bench.file, "UPDATE change SET subject = 'z' WHERE id = 1");
    const { code, out } = await runCli("verify", "--anchors", copy, "--data", benchFolderOf(bench));
    expect(code).toBe(1);
    expect(out).toContain("was taken away");
  });

  test("changes nothing: an older database is refused and stays as it is", async () => {
    const file = releasedDatabase(1);
    const { code, err } = await runCli("verify", "--data", dirname(file));
    expect(code).not.toBe(0);
    expect(err).toContain("STORE_OLDER");
    expect(withDatabase(file, (db) => db.pragma("user_version", { simple: true }))).toBe(1);
  });
});

const isRoot = process.getuid?.() === 0;

test.skipIf(isRoot)(
  `a database in a folder that cannot be written to is looked at${isRoot ? " (not tried: root may write everywhere)" : ""}`,
  () => {
    const bench = anchoredBench();
    bench.work();
    const folder = benchFolderOf(bench);
    const before = readdirSync(folder);
    chmodSync(folder, 0o500);
    onTestFinished(() => chmodSync(folder, 0o700));
    const { store, close } = readingCopy(bench.file);
    expect(store.journal.lastAudit()?.seq).toBe(2);
    close();
    expect(readdirSync(folder)).toEqual(before);
  },
);

describe("integrity", () => {
  test("key shows the fingerprint and never the key", async () => {
    const bench = anchoredBench();
    bench.work();
    bench.prove();
    const folder = benchFolderOf(bench);
    const { out } = await runCli("integrity", "key", "--data", folder);
    expect(out).toContain(integrityKey(usualKeyFile(folder), false).public.fingerprint);
    expect(out).not.toContain("PRIVATE");
  });

  test("restored says that a database was put back, and verify finds nothing any more", async () => {
    const bench = anchoredBench();
    bench.work();
    const folder = benchFolderOf(bench);
    const kept = join(freshFolder(), basename(bench.file));
    cpSync(bench.file, kept);
    bench.work();
    for (const end of ["", "-wal", "-shm"]) rmSync(`${bench.file}${end}`, { force: true });
    cpSync(kept, bench.file);
    expect((await runCli("verify", "--data", folder)).code).toBe(1);
    const said = await runCli(
      "integrity",
      "restored",
      "--why",
      "the disk died",
      "--by",
      "E. Lind",
      "--data",
      folder,
    );
    expect([said.code, said.err]).toEqual([0, ""]);
    const { code, out } = await runCli("verify", "--data", folder);
    expect(code).toBe(0);
    expect(out).toContain("was put back on");
    const store = openStore(bench.file);
    expect(store.journal.lastAudit()).toMatchObject({ action: "store.restored", actor: "E. Lind" });
    store.close();
  });
});
