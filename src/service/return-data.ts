import { existsSync } from "node:fs";
import { holdFolder } from "../store/hold-folder.ts";
import { copyBefore, putBackCopy } from "../store/put-back-copy.ts";
import { type DatabaseMark, markOf, recordsSince } from "../store/records-since.ts";
import type { DataReturn } from "./upgrade.ts";

/** What an upgrade finds before the new version sees it. */
export interface RememberedData {
  readonly folder: string;
  readonly database: string;
  /** Null where there was no database yet. */
  readonly mark: DatabaseMark | null;
}

/** Looks at the data while nobody works on them. */
export function rememberData(folder: string, database: string): RememberedData {
  return { folder, database, mark: existsSync(database) ? markOf(database) : null };
}

function listed(records: readonly string[]): string {
  return records.join(", ");
}

/**
 * Makes the data what the version before can open, `label` naming the version that failed. A database whose schema is
 * the same stays as it is. Else the copy that the migration kept is put back, if it holds every plate, and every
 * person's word, that the migrated one does; nothing is ever deleted. The claim on the data folder is held meanwhile.
 */
export function returnData({ folder, database, mark }: RememberedData, label: string): DataReturn {
  if (!existsSync(database)) return { kind: "untouched" };
  const hold = holdFolder(folder);
  try {
    const now = markOf(database);
    if (mark === null) {
      const why = `the version before had no database, and the new one has made ${database}`;
      return { kind: "impossible", why };
    }
    if (now.schema === mark.schema) return { kind: "untouched" };
    const copy = copyBefore(database, mark);
    if (copy === null) {
      const why = `${database} has the new schema ${now.schema}, and there is no copy of it as it was before`;
      return { kind: "impossible", why };
    }
    const records = recordsSince(database, copy);
    if (records.length > 0) {
      const why = `${database} holds what came since the new version was started (new rows in ${listed(records)}), and the version before cannot read it`;
      return { kind: "impossible", why };
    }
    const aside = putBackCopy(database, copy, label);
    return { kind: "put-back", aside };
  } finally {
    hold.release();
  }
}
