import type { Store } from "../store/open-store.ts";
import type { Head } from "./anchor.ts";

/** The state of the database now, all of it of the same moment. */
export function headOf(store: Store): Head {
  return store.inSnapshot(() => {
    const last = store.journal.lastAudit();
    return {
      schema: store.schema(),
      auditSeq: last?.seq ?? 0,
      auditSha256: last?.sha256 ?? null,
      ledgerSha256: store.ledger.sha256(),
    };
  });
}
