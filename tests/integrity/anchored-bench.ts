/** A data folder with anchors, and what somebody with all its files in hand could do to it. */
import { copyFileSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Database } from "better-sqlite3";
import { sha256 } from "../../src/domain/canonical.ts";
import { anchorsFolder } from "../../src/integrity/anchor-files.ts";
import { integrityKey, usualKeyFile } from "../../src/integrity/integrity-key.ts";
import { keepAnchors } from "../../src/integrity/keep-anchors.ts";
import { keepProof } from "../../src/pipeline/keep-proof.ts";
import {
  type StoreVerification,
  type VerifyOptions,
  verifyStore,
} from "../../src/pipeline/verify-store.ts";
import type { AuditRow } from "../../src/store/journal.ts";
import { remakeLedger } from "../../src/store/ledger.ts";
import { openStore, openStoreToRead, type Store } from "../../src/store/open-store.ts";
import { freshFile, withDatabase } from "../store/fresh-store.ts";
import { AT } from "../store/store-rows.ts";

export interface AnchoredBench {
  readonly file: string;
  /** Where the anchors are. */
  readonly folder: string;
  /** Starts a program, lets it work, and ends it; without an end where it is to be killed. */
  work(job?: (store: Store) => void, killed?: boolean): void;
  /** What the daily verification does. */
  prove(): void;
  verify(copies?: readonly string[], more?: Omit<VerifyOptions, "copies">): StoreVerification;
}

/** An entry of the trail for each name, a sample and a change of the feed. */
export function doWork(store: Store, ...names: readonly string[]): void {
  for (const name of names) {
    store.inTransaction(() => {
      store.journal.change("sample", name, AT);
      store.journal.audit({ atUtc: AT, actor: "test", action: "test", subject: name, detail: {} });
    });
  }
}

export function anchoredBench(): AnchoredBench {
  const file = freshFile();
  const dataFolder = dirname(file);
  const during = (job: (store: Store) => void, killed = false): void => {
    const store = openStore(file);
    const anchors = keepAnchors(store, { program: "daemon", programVersion: "1" });
    job(store);
    if (!killed) anchors.close();
    store.close();
  };
  const verify: AnchoredBench["verify"] = (copies = [], more = {}) => {
    const store = openStoreToRead(file);
    try {
      return verifyStore(store, { ...more, copies });
    } finally {
      store.close();
    }
  };
  return {
    file,
    folder: anchorsFolder(dataFolder),
    work: (job = (store) => doWork(store, "a", "b"), killed = false) => during(job, killed),
    prove: () =>
      during((store) =>
        keepProof(store, verifyStore(store), "test", integrityKey(usualKeyFile(dataFolder), true)),
      ),
    verify,
  };
}

/** Links the trail anew, so that its chain holds with whatever stands in it. */
export function rewriteTrail(db: Database): void {
  let previous = "0".repeat(64);
  const rows = db.prepare<[], AuditRow>("SELECT * FROM audit ORDER BY seq").all();
  const write = db.prepare("UPDATE audit SET prev_sha256 = ?, sha256 = ? WHERE seq = ?");
  for (const row of rows) {
    const parts = [row.seq, row.at_utc, row.actor, row.action, row.subject, row.detail, previous];
    const hash = sha256(JSON.stringify(parts));
    write.run(previous, hash, row.seq);
    previous = hash;
  }
}

/** Changes rows as somebody does who knows this program: guards put back, trail linked anew, sums made anew. */
export function forge(file: string, harm: string): void {
  withDatabase(file, (db) => {
    const triggers = db
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
      )
      .all();
    db.pragma("foreign_keys = OFF");
    for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`);
    db.exec(harm);
    rewriteTrail(db);
    db.exec(
      "DELETE FROM audit_name; INSERT INTO audit_name SELECT DISTINCT 'actor', actor FROM audit UNION SELECT DISTINCT 'action', action FROM audit",
    );
    for (const trigger of triggers) db.exec(trigger.sql);
    remakeLedger(db);
  });
}

/** A copy of the whole database as it is now, to be put back by the function that comes back. */
export function keepState(file: string): () => void {
  const copy = join(dirname(file), "kept.sqlite");
  withDatabase(file, (db) => db.pragma("wal_checkpoint(TRUNCATE)"));
  copyFileSync(file, copy);
  return () => {
    withDatabase(file, (db) => db.pragma("wal_checkpoint(TRUNCATE)"));
    copyFileSync(copy, file);
  };
}

export function linesIn(file: string): readonly string[] {
  return readFileSync(file, "utf8").trimEnd().split("\n");
}
