import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { newKeyPair } from "../../src/backup/encryption.ts";
import { makeSet } from "../../src/backup/make-set.ts";
import { checkRestore, restoreSet } from "../../src/backup/restore-set.ts";
import { requireFinished } from "../../src/backup/restore-target.ts";
import { missingFromFile } from "../../src/store/copy-database.ts";
import { holdFolder } from "../../src/store/hold-folder.ts";
import { openStore } from "../../src/store/open-store.ts";
import { codeOf, dropTriggers, withDatabase } from "../store/fresh-store.ts";
import { RELEASES, releasedDatabase } from "../store/released-database.ts";
import { canMountDisk, smallDisk, whyNoDisk } from "../store/small-disk.ts";
import {
  DATABASE,
  flipByte,
  keptBench,
  makeSetOf,
  orderFor,
  pathsIn,
  verifyHere,
} from "./kept-bench.ts";

// Every step waits for the disk, which others may keep busy.
vi.setConfig({ testTimeout: 30_000 });

const pair = await newKeyPair();

/** A bench, a set of it, and where to put it. */
async function madeSet(recipients: readonly string[] = []) {
  const bench = await keptBench();
  const { set, manifest } = await makeSetOf(bench, recipients);
  return { bench, set, manifest, to: join(bench.folder, "new/data") };
}

describe("a set that is put back", () => {
  test("gives everything again, says so in the trail, and lets everybody sign in anew", async () => {
    const { bench, set, manifest, to } = await madeSet();
    const restored = await restoreSet(orderFor(set, to), verifyHere);
    expect(restored).toMatchObject({
      findings: [],
      newestPlateUtc: manifest.content.newestPlateUtc,
      schema: { was: manifest.content.schema, is: manifest.content.schema },
    });
    const store = openStore(join(to, DATABASE), { mustExist: true });
    try {
      expect(store.plates.byBarcode("B-1")).toEqual(bench.store.plates.byBarcode("B-1"));
      const last = store.journal.lastAudit();
      expect(last).toMatchObject({
        action: "store.restored",
        actor: "admin",
        subject: manifest.name,
      });
      expect(JSON.parse(last?.detail ?? "")).toMatchObject({
        auditSeq: manifest.content.audit?.seq,
        auditSha256: manifest.content.audit?.sha256,
        databaseSha256: manifest.files[0]?.sha256,
        findings: [],
      });
    } finally {
      store.close();
    }
    expect((await verifyHere(join(to, DATABASE))).findings).toEqual([]);
    expect(readFileSync(join(to, "pki/own/private/key.pem"), "utf8")).toBe("a private key\n");
    expect(statSync(join(to, "pki/own/private/key.pem")).mode & 0o777).toBe(0o600);
    expect(readdirSync(to).filter((name) => /restoring|-wal|before/.test(name))).toEqual([]);
    // The set is as it was: it can be put back again.
    expect(await checkRestore(orderFor(set, join(bench.folder, "again")))).toEqual([]);
  });

  test("brings the configuration with what it names, and replaces none", async () => {
    const { bench, set, to } = await madeSet();
    const configTo = join(bench.folder, "new/etc/bench.toml");
    const { config } = await restoreSet(orderFor(set, to, { configTo }), verifyHere);
    expect(pathsIn(join(bench.folder, "new/etc"))).toEqual([
      "bench.toml",
      "layouts/own.toml",
      "restored/3-own-profile.toml",
    ]);
    expect(config).toContainEqual({
      was: join(bench.folder, "srv/own-profile.toml"),
      is: join(bench.folder, "new/etc/restored/3-own-profile.toml"),
    });
    const again = orderFor(set, join(bench.folder, "other"), { configTo });
    await expect(restoreSet(again, verifyHere)).rejects.toMatchObject({
      code: "RESTORE_TARGET_TAKEN",
    });
    expect(existsSync(join(bench.folder, "other"))).toBe(false);
  });

  test("when encrypted needs its key, and gives the secrets as well", async () => {
    const { bench, set, to } = await madeSet([pair.recipient]);
    const order = (identity: string | null) =>
      orderFor(set, to, { identity, configTo: join(bench.folder, "new/etc/bench.toml") });
    await expect(restoreSet(order(null), verifyHere)).rejects.toMatchObject({
      code: "BACKUP_ENCRYPTED",
      message: expect.stringContaining(pair.recipient),
    });
    const strange = (await newKeyPair()).identity;
    await expect(restoreSet(order(strange), verifyHere)).rejects.toMatchObject({
      code: "BACKUP_ENCRYPTED",
    });
    expect(pathsIn(to)).toEqual(["daemon.lock"]);
    await restoreSet(order(pair.identity), verifyHere);
    expect(readFileSync(join(bench.folder, "new/etc/password"), "utf8")).toBe("a secret\n");
    expect(statSync(join(bench.folder, "new/etc/password")).mode & 0o777).toBe(0o600);
    expect((await verifyHere(join(to, DATABASE))).findings).toEqual([]);
  });
});

test.each(RELEASES)(
  "what $release has left is brought to the schema of now",
  async ({ schema }) => {
    const { folder, sets, source } = await keptBench();
    const dataFolder = join(folder, "old");
    mkdirSync(dataFolder);
    const file = releasedDatabase(schema, join(dataFolder, DATABASE));
    const { set, manifest } = await makeSet(
      { ...source, dataFolder },
      { folder: sets, recipients: [] },
      verifyHere,
    );
    expect(manifest.content.schema).toBe(schema);
    // Making a set changes nothing of what it is made of.
    expect(withDatabase(file, (db) => db.pragma("user_version", { simple: true }))).toBe(schema);
    const to = join(folder, "new");
    const restored = await restoreSet(orderFor(set, to), verifyHere);
    expect(restored.schema.was).toBe(schema);
    expect(restored.schema.is).toBeGreaterThan(8);
    expect(readdirSync(to).filter((name) => name.includes(".before-"))).toEqual([]);
    expect(missingFromFile(join(to, DATABASE), manifest.content)).toEqual([]);
  },
);

describe("nothing is put back", () => {
  test.each(["platewarden.sqlite", "notes.txt"])("over a folder with %s", async (name) => {
    const { set, to } = await madeSet();
    mkdirSync(to, { recursive: true });
    writeFileSync(join(to, name), "mine");
    await expect(restoreSet(orderFor(set, to), verifyHere)).rejects.toMatchObject({
      code: "RESTORE_TARGET_TAKEN",
      message: expect.stringContaining(name),
    });
    expect(pathsIn(to)).toEqual([name]);
  });

  test("into a folder that a daemon has claimed", async () => {
    const { set, to } = await madeSet();
    const hold = holdFolder(to);
    await expect(restoreSet(orderFor(set, to), verifyHere)).rejects.toMatchObject({
      code: "DATA_FOLDER_IN_USE",
    });
    hold.release();
  });

  test("of a set in which any byte was changed, unless there is nothing better", async () => {
    const { set, to } = await madeSet();
    const order = orderFor(set, to);
    for (const { path } of order.manifest.files) {
      flipByte(join(set, path));
      await expect(restoreSet(order, verifyHere)).rejects.toMatchObject({
        code: "BACKUP_DAMAGED",
        message: expect.stringContaining(path),
      });
      expect(existsSync(to)).toBe(false);
      flipByte(join(set, path));
    }
    flipByte(join(set, "data/pki/own/private/key.pem"));
    await restoreSet({ ...order, despiteFindings: true }, verifyHere);
    expect(existsSync(join(to, DATABASE))).toBe(true);
    expect(existsSync(join(to, "pki/own/private/key.pem"))).toBe(false);
  });

  test("that does not verify, unless there is nothing better; the trail says so then", async () => {
    const bench = await keptBench();
    bench.store.close();
    withDatabase(join(bench.source.dataFolder, DATABASE), (db) => {
      dropTriggers(db);
      db.exec("UPDATE plate SET barcode = 'Z-9'");
    });
    await makeSetOf(bench).catch(() => undefined);
    const [name = ""] = readdirSync(bench.sets);
    const to = join(bench.folder, "new");
    const order = orderFor(join(bench.sets, name), to);
    await expect(restoreSet(order, verifyHere)).rejects.toMatchObject({
      code: "BACKUP_NOT_VERIFIED",
    });
    expect(pathsIn(to)).toEqual(["daemon.lock"]);
    const { findings } = await restoreSet({ ...order, despiteFindings: true }, verifyHere);
    expect(findings.length).toBeGreaterThan(0);
    withDatabase(join(to, DATABASE), (db) => {
      const detail = db.prepare("SELECT detail FROM audit ORDER BY seq DESC LIMIT 1").pluck().get();
      expect(JSON.parse(String(detail))).toMatchObject({ findings });
    });
  });
});

describe("a restore that was killed", () => {
  /** As it is left in the middle of moving things into their place. */
  async function brokenOff() {
    const made = await madeSet();
    const restoring = join(made.to, ".restoring");
    mkdirSync(join(restoring, "data"), { recursive: true });
    writeFileSync(join(restoring, "data", DATABASE), "half of it");
    writeFileSync(join(restoring, "placed.json"), JSON.stringify(["pki"]));
    mkdirSync(join(made.to, "pki"));
    return made;
  }

  test("leaves a folder in which no daemon starts, and that the next one begins anew", async () => {
    const { set, to } = await brokenOff();
    expect(codeOf(() => requireFinished(join(to, DATABASE)))).toBe("RESTORE_UNFINISHED");
    await restoreSet(orderFor(set, to), verifyHere);
    expect(() => requireFinished(join(to, DATABASE))).not.toThrow();
    expect((await verifyHere(join(to, DATABASE))).findings).toEqual([]);
    expect(existsSync(join(to, ".restoring"))).toBe(false);
  });

  test("does not make what somebody else has put there its own", async () => {
    const { set, to } = await brokenOff();
    writeFileSync(join(to, "notes.txt"), "mine");
    await expect(restoreSet(orderFor(set, to), verifyHere)).rejects.toMatchObject({
      code: "RESTORE_TARGET_TAKEN",
      message: expect.stringContaining("notes.txt"),
    });
    rmSync(join(to, "notes.txt"));
    await expect(restoreSet(orderFor(set, to), verifyHere)).resolves.toBeDefined();
  });
});

describe.skipIf(!canMountDisk)(`a disk with too little room${whyNoDisk}`, () => {
  test("takes nothing, and says so", async () => {
    const { set } = await madeSet();
    const disk = smallDisk();
    writeFileSync(join(disk, "ballast"), Buffer.alloc(1_500_000));
    await expect(restoreSet(orderFor(set, join(disk, "data")), verifyHere)).rejects.toMatchObject({
      code: "BACKUP_FULL",
    });
    expect(pathsIn(join(disk, "data"))).toEqual(["daemon.lock"]);
  });
});
