import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { copyFile } from "../../src/backup/copy-file.ts";
import { decryptWith, newKeyPair } from "../../src/backup/encryption.ts";
import { listSets } from "../../src/backup/list-sets.ts";
import { makeSet } from "../../src/backup/make-set.ts";
import { readManifest } from "../../src/backup/manifest.ts";
import { claimScratch } from "../../src/backup/scratch.ts";
import { setFindings } from "../../src/backup/set-files.ts";
import { contentOfFile } from "../../src/store/copy-database.ts";
import { dropTriggers, freshFolder, withDatabase } from "../store/fresh-store.ts";
import { canMountDisk, fillDisk, smallDisk, whyNoDisk } from "../store/small-disk.ts";
import { DATABASE, flipByte, keptBench, makeSetOf, pathsIn, verifyHere } from "./kept-bench.ts";

// Every step waits for the disk, which others may keep busy.
vi.setConfig({ testTimeout: 30_000 });

const pair = await newKeyPair();

describe("a set", () => {
  test("holds the database and all that the bench needs beside it, verified", async () => {
    const { source, sets, store } = await keptBench();
    const { set, manifest } = await makeSet(source, { folder: sets, recipients: [] }, verifyHere);
    expect(pathsIn(set)).toEqual(
      [
        "SHA256SUMS",
        "config/layouts/own.toml",
        "config/platewarden.toml",
        "data/pki/own/private/key.pem",
        `data/${DATABASE}`,
        "elsewhere/3-own-profile.toml",
        "manifest.json",
      ].sort(),
    );
    expect(manifest.leftOut).toEqual([
      { file: expect.stringMatching(/password$/), because: expect.stringContaining("a secret") },
    ]);
    expect(manifest.verified).toMatchObject({ findings: [] });
    expect(manifest.verified.hashesChecked).toBeGreaterThan(3);
    expect(manifest.content).toMatchObject({
      storeId: store.journal.entriesAfter(0, 1)[0]?.sha256,
      audit: { seq: store.journal.lastAudit()?.seq, sha256: store.journal.lastAudit()?.sha256 },
      rows: { plate: 1, reading: 1 },
      newestPlateUtc: expect.stringMatching(/Z$/),
    });
    expect(contentOfFile(join(set, "data", DATABASE))).toEqual(manifest.content);
    expect(statSync(set).mode & 0o077).toBe(0);
    expect(readManifest(set)).toEqual(manifest);
    expect(await setFindings(set, manifest)).toEqual([]);
  });

  test("in the clear holds no secret that the configuration names, wherever it lies and by whatever path", async () => {
    const { source, sets, folder } = await keptBench();
    const put = (path: string): string => {
      const file = join(folder, path);
      writeFileSync(file, "a secret of the bench\n", { mode: 0o600 });
      return file;
    };
    symlinkSync(source.dataFolder, join(folder, "linked"));
    put("data/mail-password");
    const secrets = [
      put("data/certificate-key.pem"),
      put("etc/layouts/webhook-key"),
      join(folder, "linked/mail-password"),
    ];
    put("data/support-key");
    put("data/integrity-key");
    const named = [
      ...secrets.map((path) => ({ path, isSecret: true })),
      ...source.named,
      // The same file under a name that says nothing of it.
      { path: join(folder, "data/mail-password"), isSecret: false },
    ];
    const { set, manifest } = await makeSet(
      { ...source, named },
      { folder: sets, recipients: [] },
      verifyHere,
    );
    for (const path of pathsIn(set)) {
      expect(readFileSync(join(set, path), "latin1")).not.toContain("a secret of the bench");
    }
    const leftOut = manifest.leftOut.map(({ file }) => relative(folder, file)).sort();
    expect(leftOut).toEqual([
      "data/certificate-key.pem",
      "data/integrity-key",
      "data/mail-password",
      "data/support-key",
      "etc/layouts/webhook-key",
      "etc/password",
      "linked/mail-password",
    ]);
  });

  test("can be checked without this program", async () => {
    const { source, sets } = await keptBench();
    const { set } = await makeSet(source, { folder: sets, recipients: [] }, verifyHere);
    const out = execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: set });
    expect(String(out).trim().split("\n")).toHaveLength(pathsIn(set).length - 1);
  });

  test("leaves nothing behind beside itself", async () => {
    const { source, sets } = await keptBench();
    await makeSet(source, { folder: sets, recipients: [] }, verifyHere);
    expect(readdirSync(sets)).toHaveLength(1);
    expect(pathsIn(join(source.dataFolder, "backup-scratch"))).toEqual(["daemon.lock"]);
  });

  test("is of one moment although plates come meanwhile", async () => {
    const bench = await keptBench();
    const making = makeSetOf(bench);
    await bench.read("A-1");
    const { manifest } = await making;
    await bench.read("C-1");
    expect(manifest.verified.findings).toEqual([]);
    const next = await makeSetOf(bench);
    expect(next.manifest.content.rows.plate).toBe(3);
    expect(listSets(bench.sets).map(({ state }) => state)).toEqual(["verified", "verified"]);
  });

  test("when encrypted has nothing in the clear, the secrets with it, and opens with the key alone", async () => {
    const { source, sets, folder } = await keptBench();
    const { set, manifest } = await makeSet(
      source,
      { folder: sets, recipients: [pair.recipient] },
      verifyHere,
    );
    const inTheClear = pathsIn(set).filter((path) => !path.endsWith(".age"));
    expect(inTheClear).toEqual(["SHA256SUMS", "manifest.json"]);
    expect(manifest.leftOut).toEqual([]);
    const secret = manifest.files.find(({ path }) => path === "config/password.age");
    const to = join(folder, "opened");
    const cipher = await decryptWith(pair.identity);
    await copyFile(join(set, secret?.path ?? ""), to, { mode: 0o600, cipher });
    expect(readFileSync(to, "utf8")).toBe("a secret\n");
    expect(await setFindings(set, manifest)).toEqual([]);
  });

  test("shows each file in which a byte was changed, and each that is missing or strange", async () => {
    const { source, sets } = await keptBench();
    const { set, manifest } = await makeSet(source, { folder: sets, recipients: [] }, verifyHere);
    for (const path of pathsIn(set)) {
      flipByte(join(set, path));
      if (path === "SHA256SUMS" || path === "manifest.json") {
        expect(() => readManifest(set)).toThrow(/is damaged/);
        expect(listSets(sets)[0]?.state).toBe("damaged");
      } else {
        expect(await setFindings(set, manifest)).toEqual([`${path}: it is not what was written`]);
      }
      flipByte(join(set, path));
    }
    writeFileSync(join(set, "data/more"), "");
    expect(await setFindings(set, manifest)).toEqual([
      "data/more: nobody has put this into the set",
    ]);
  });
});

describe("no set", () => {
  test("is made in a folder that is not there, so that no unmounted disk is filled", async () => {
    const { source, folder } = await keptBench();
    const target = { folder: join(folder, "unmounted"), recipients: [] };
    await expect(makeSet(source, target, verifyHere)).rejects.toMatchObject({
      code: "BACKUP_FOLDER_MISSING",
    });
    expect(existsSync(target.folder)).toBe(false);
  });

  test("is made for a key that is none", async () => {
    const { source, sets } = await keptBench();
    const recipients = ["age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"];
    await expect(makeSet(source, { folder: sets, recipients })).rejects.toMatchObject({
      code: "BACKUP_KEY_INVALID",
    });
    expect(readdirSync(sets)).toEqual([]);
  });

  test("is made while another one is", async () => {
    const { source, sets } = await keptBench();
    const scratch = claimScratch(source.dataFolder);
    const target = { folder: sets, recipients: [] };
    await expect(makeSet(source, target, verifyHere)).rejects.toMatchObject({
      code: "BACKUP_RUNNING",
    });
    scratch.release();
    await expect(makeSet(source, target, verifyHere)).resolves.toBeDefined();
  });

  test("counts whose data do not verify; it is kept under another name, and says why", async () => {
    const { source, sets, store } = await keptBench();
    store.close();
    withDatabase(join(source.dataFolder, DATABASE), (db) => {
      dropTriggers(db);
      db.exec("UPDATE plate SET barcode = 'Z-9'");
    });
    await expect(
      makeSet(source, { folder: sets, recipients: [] }, verifyHere),
    ).rejects.toMatchObject({
      code: "BACKUP_NOT_VERIFIED",
      message: expect.stringContaining(".failed"),
    });
    const [failed] = listSets(sets);
    expect(failed).toMatchObject({ state: "failed" });
    expect(failed?.manifest?.verified.findings.length).toBeGreaterThan(0);
  });

  test("is left half by one that was killed: the next one clears up, and touches nobody else's", async () => {
    const { source, sets } = await keptBench();
    const target = { folder: sets, recipients: [] };
    const { set } = await makeSet(source, target, verifyHere);
    const others = [
      "platewarden-20260101T000000000Z-ffffffff.part",
      "somebody-elses.part",
      "platewarden-20260101T000000000Z-ffffffff.removing",
    ];
    for (const name of [
      ...others,
      ...[`${set}.part`, `${set}.removing`].map((path) => path.slice(sets.length + 1)),
    ]) {
      mkdirSync(join(sets, name));
    }
    const scratch = join(source.dataFolder, "backup-scratch");
    writeFileSync(join(scratch, DATABASE), "half of a copy in the clear");
    await makeSet(source, target, verifyHere);
    expect(readdirSync(sets).filter((name) => name.includes("."))).toEqual(others.sort());
    expect(pathsIn(scratch)).toEqual(["daemon.lock"]);
  });
});

describe.skipIf(!canMountDisk)(`a full disk${whyNoDisk}`, () => {
  test("of the backups is told, and harms nothing", async () => {
    const { source } = await keptBench();
    const folder = smallDisk();
    const target = { folder, recipients: [] };
    const free = fillDisk(folder);
    await expect(makeSet(source, target, verifyHere)).rejects.toMatchObject({
      code: "BACKUP_FULL",
    });
    expect(readdirSync(folder)).toEqual(["ballast"]);
    free();
    await expect(makeSet(source, target, verifyHere)).resolves.toMatchObject({
      manifest: { verified: { findings: [] } },
    });
  });
});

test("nothing is made of a data folder without a database", async () => {
  const folder = freshFolder();
  const dataFolder = join(folder, "data");
  const source = { dataFolder, database: DATABASE, configFile: null, named: [] };
  await expect(makeSet(source, { folder, recipients: [] })).rejects.toMatchObject({
    code: "STORE_NOT_FOUND",
  });
  // The folder stays free for what is put back into it.
  expect(existsSync(dataFolder)).toBe(false);
});
