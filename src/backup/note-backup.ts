/** What the audit trail and the notices say of backups. */
import { basename, dirname } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { endNotice, raiseNotice } from "../pipeline/raise-notice.ts";
import type { Store } from "../store/open-store.ts";
import type { Drill } from "./drill.ts";
import type { MadeSet } from "./make-set.ts";

/** A set was made and verified: notices of earlier failures end. */
export function noteMade(store: Store, made: MadeSet, by: string): void {
  const { manifest, bytes, tookMs } = made;
  store.inTransaction(() => {
    store.journal.audit({
      atUtc: store.nowUtc(),
      actor: by,
      action: "backup.made",
      subject: "backup",
      detail: {
        set: manifest.name,
        folder: dirname(made.set),
        bytes,
        verified: true,
        hashesChecked: manifest.verified.hashesChecked,
        auditSeq: manifest.content.audit?.seq ?? 0,
        databaseSha256: manifest.files[0]?.sha256 ?? null,
        encrypted: manifest.encryptedFor.length > 0,
        tookMs: Math.round(tookMs),
      },
    });
    for (const notice of store.notices.standingOf("backup-failed"))
      endNotice(store, notice, "daemon");
  });
}

/** A set was not made, or does not count. People are told once until one is made again. */
export function noteFailed(store: Store, folder: string, error: unknown, by: string): void {
  const code = error instanceof PlatewardenError ? error.code : "INTERNAL";
  const sentence = notMadeSentence(error);
  store.inTransaction(() => {
    store.journal.audit({
      atUtc: store.nowUtc(),
      actor: by,
      action: "backup.failed",
      subject: "backup",
      detail: { code, sentence, folder },
    });
    if (store.notices.standingOf("backup-failed").length > 0) return;
    raiseNotice(store, {
      kind: "backup-failed",
      subject: "backup",
      sentence,
      detail: { code },
    });
  });
}

/** That a set was tried out, and whether everything was there. */
export function noteDrill(store: Store, done: Drill, by: string): void {
  const findings = done.steps.flatMap((step) => step.findings);
  store.inTransaction(() =>
    store.journal.audit({
      atUtc: store.nowUtc(),
      actor: by,
      action: "backup.drilled",
      subject: "backup",
      detail: { set: basename(done.set), same: done.same, findings, tookMs: done.tookMs },
    }),
  );
}

/** What happened and what to do. */
export function notMadeSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof PlatewardenError ? ` ${error.entry.remedy}` : "";
  return `No backup was made. ${message}${remedy}`;
}
