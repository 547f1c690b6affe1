import type { AuditRow } from "../store/journal.ts";
import type { Store } from "../store/open-store.ts";

/** When it was last shown that nothing is lost; null for what was never done. */
export interface LastProofs {
  /** A backup that was proven by restoring it. */
  readonly backupUtc: string | null;
  /** A proof of the store, and how many findings it had. */
  readonly verifyUtc: string | null;
  readonly verifyFindings: number | null;
}

function numberIn(entry: AuditRow | null, key: string): number | null {
  const detail: unknown = JSON.parse(entry?.detail ?? "null");
  if (typeof detail !== "object" || detail === null) return null;
  const value = Object.entries(detail).find(([name]) => name === key)?.[1];
  if (typeof value === "number") return value;
  return Array.isArray(value) ? value.length : null;
}

/** As the audit trail tells. */
export function lastProofs({ journal }: Store): LastProofs {
  const verified = journal.newestEntry("store", "store.verified");
  return {
    backupUtc: journal.newestEntry("backup", "backup.made")?.at_utc ?? null,
    verifyUtc: verified?.at_utc ?? null,
    verifyFindings: numberIn(verified, "findings"),
  };
}
