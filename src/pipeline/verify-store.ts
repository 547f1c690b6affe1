import { sha256 } from "../domain/canonical.ts";
import type { Store } from "../store/open-store.ts";
import { transcriptSha256 } from "../store/transcripts.ts";

export interface StoreVerification {
  /** How many hashes were computed again. */
  readonly hashesChecked: number;
  /** What does not fit, one sentence each; empty when all does. */
  readonly findings: readonly string[];
}

/**
 * Proves that what is stored is what was written: the file itself, the chain of the audit trail, every transcript's
 * hash, every reading's hash of its transcript, and every analysis' hashes of inputs and result. Changes nothing.
 */
export function verifyStore(store: Store): StoreVerification {
  const findings = [...store.damages()];
  let hashesChecked = 0;
  const expect = (fits: boolean, finding: string): void => {
    hashesChecked += 1;
    if (!fits) findings.push(finding);
  };
  const broken = store.journal.brokenAudit();
  expect(broken === null, `the audit trail breaks at entry ${broken?.seq} (${broken?.action})`);
  for (const end of store.transcripts.ends()) {
    const items = store.transcripts.items(end.transcript_id);
    const whole = items.length === end.items && transcriptSha256(items) === end.sha256;
    expect(whole, `transcript ${end.transcript_id} is not what was recorded`);
  }
  for (const reading of store.readings.all()) {
    const end = store.transcripts.endOf(reading.transcript_id);
    const same = end?.sha256 === reading.transcript_sha256;
    expect(same, `reading ${reading.id} names another transcript hash than its transcript has`);
  }
  for (const analysis of store.analyses.all()) {
    const inputs = sha256(analysis.inputs) === analysis.inputs_sha256;
    const result = sha256(analysis.result) === analysis.result_sha256;
    expect(inputs && result, `analysis ${analysis.id} is not what was computed`);
  }
  return { hashesChecked, findings };
}
