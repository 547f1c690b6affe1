import { dirname } from "node:path";
import type { Head } from "../integrity/anchor.ts";
import { anchorsFolder } from "../integrity/anchor-files.ts";
import { allDigests } from "../integrity/check-digests.ts";
import type { KnownKeys } from "../integrity/check-keys.ts";
import type { DigestBody } from "../integrity/digest.ts";
import { tablesOf } from "../integrity/digest.ts";
import { headOf } from "../integrity/head-of.ts";
import { checkWitnesses, seeWitnesses, type Witnesses } from "../integrity/witnesses.ts";
import type { Store } from "../store/open-store.ts";
import { auditFindings } from "./verify-audit.ts";
import { checkFingerprints } from "./verify-fingerprints.ts";
import { checkHashes } from "./verify-hashes.ts";
import { checkLedger } from "./verify-ledger.ts";
import { checkVerdicts } from "./verify-verdicts.ts";

export interface VerifyOptions {
  /** Computes no verdict again. */
  readonly quick?: boolean;
  /** Folders with copies of the anchors, beside those of the data folder. */
  readonly copies?: readonly string[];
  /** Where the anchors are when the database is a copy; usually its own folder. */
  readonly dataFolder?: string;
  /** True where anchors must be beside the database, as in the data folder of a bench. */
  readonly anchorsRequired?: boolean;
  /** Keys that digests must be signed with, and the present one (see `KnownKeys`). */
  readonly keys?: Partial<KnownKeys>;
}

export interface StoreVerification {
  /** How many hashes were computed again. */
  readonly hashesChecked: number;
  /** Rows that were read and summed up again. */
  readonly rowsChecked: number;
  /** Analyses that were computed again from their wells; null where none was to be. */
  readonly verdictsComputed: number | null;
  /** States of the past that were compared with this one. */
  readonly anchorsChecked: number;
  readonly digestsChecked: number;
  /** What does not fit, one sentence each; empty when all does. */
  readonly findings: readonly string[];
  /** What is as it should be and worth knowing, one sentence each. */
  readonly notes: readonly string[];
  /** The state that was verified, and its tables as they were found. */
  readonly head: Head;
  readonly tables: DigestBody["tables"];
}

function verifySnapshot(
  store: Store,
  witnesses: Witnesses,
  options: VerifyOptions,
): StoreVerification {
  const head = headOf(store);
  const ledger = checkLedger(store, witnesses.counts);
  const findings = [...store.damages(), ...ledger.findings];
  let hashesChecked = 0;
  const expect = (fits: boolean, finding: string): void => {
    hashesChecked += 1;
    if (!fits) findings.push(finding);
  };
  const broken = store.journal.brokenAudit();
  expect(broken === null, `the audit trail breaks at entry ${broken?.seq} (${broken?.action})`);
  checkHashes(store, expect);
  checkFingerprints(store, expect);
  const verdictsComputed = options.quick === true ? null : checkVerdicts(store, expect);
  const witnessed = checkWitnesses(store, witnesses, head, ledger.found, {
    anchorsRequired: options.anchorsRequired ?? false,
    keys: { trusted: [], present: null, ...options.keys },
  });
  findings.push(...auditFindings(store), ...witnessed.findings);
  return {
    hashesChecked,
    rowsChecked: [...ledger.found.values()].reduce((sum, { rows }) => sum + rows, 0),
    verdictsComputed,
    anchorsChecked: witnessed.anchors,
    digestsChecked: allDigests(witnesses.digests).length,
    findings,
    notes: witnessed.notes,
    head,
    tables: tablesOf(ledger.found),
  };
}

/**
 * Proves that what is stored is what was written: the file and its guards, the chain of the audit trail, the sums over
 * all rows of all tables, every hash (transcripts, documents, readings, layouts, settings, plans, configurations,
 * analyses), every verdict computed again from the wells, the rows against the audit trail, and all of it against the
 * anchors and digests beside the database. Changes nothing, and may run beside a daemon: everything is of one moment.
 */
export function verifyStore(store: Store, options: VerifyOptions = {}): StoreVerification {
  const folder = anchorsFolder(options.dataFolder ?? dirname(store.file));
  // Before the snapshot: a program at work adds to them.
  const witnesses = seeWitnesses(folder, options.copies ?? []);
  return store.inSnapshot(() => verifySnapshot(store, witnesses, options));
}
