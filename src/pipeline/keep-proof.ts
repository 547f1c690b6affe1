import { counted } from "../domain/counted.ts";
import type { NoticeKind } from "../domain/notice.ts";
import { digestSha256 } from "../integrity/digest.ts";
import type { IntegrityKey } from "../integrity/integrity-key.ts";
import { keepDigest } from "../integrity/keep-digest.ts";
import { VERIFIED } from "../integrity/witnesses.ts";
import type { Store } from "../store/open-store.ts";
import { PROGRAM_VERSION } from "./program-version.ts";
import { endNotice, raiseNotice } from "./raise-notice.ts";
import type { StoreVerification } from "./verify-store.ts";

const KIND: NoticeKind = "store-changed";

/** Findings that the audit trail names; the rest it counts. */
const MOST_NAMED = 20;

/**
 * Keeps what a verification has found: as a digest, signed, and as an entry of the audit trail that names the digest.
 * `actor` is who had it done. Without a key there is no digest.
 */
export function keepProof(
  store: Store,
  proof: StoreVerification,
  actor: string,
  key: IntegrityKey | null,
): void {
  const atUtc = store.nowUtc();
  const findings = proof.findings.length;
  const { head, tables } = proof;
  const parts = { atUtc, programVersion: PROGRAM_VERSION, head, tables, findings };
  const digest = key === null ? null : keepDigest(store, parts, key);
  store.inTransaction(() => {
    store.journal.audit({
      atUtc,
      actor,
      action: VERIFIED,
      subject: "store",
      detail: {
        findings,
        ...(findings === 0 ? {} : { named: proof.findings.slice(0, MOST_NAMED) }),
        hashesChecked: proof.hashesChecked,
        rowsChecked: proof.rowsChecked,
        verdictsComputed: proof.verdictsComputed,
        digest: digest && {
          number: digest.body.number,
          sha256: digestSha256(digest),
          key: key?.public.fingerprint,
        },
      },
    });
    tellPeople(store, findings);
  });
}

/** Once until a later proof finds nothing. Names nothing that is stored: it may go out by mail. */
function tellPeople(store: Store, findings: number): void {
  const standing = store.notices.standingOf(KIND);
  if (findings === 0) {
    for (const notice of standing) endNotice(store, notice, "daemon");
  } else if (standing.length === 0) {
    raiseNotice(store, { kind: KIND, subject: "store", sentence: findingsSentence(findings) });
  }
}

/** What is said to people of a proof that failed. */
export function findingsSentence(findings: number): string {
  return `What is stored is not what was written: ${counted(findings, "finding")}. \`platewarden verify\` says where; keep the data folder as it is.`;
}
