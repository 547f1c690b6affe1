import type { Database } from "better-sqlite3";

/** What a name is of. */
export type NameKind =
  | "barcode"
  | "sample"
  | "patient"
  | "person"
  | "badge"
  | "plan"
  | "token"
  | "file";

export interface PrivateName {
  readonly kind: NameKind;
  readonly name: string;
}

/** Everything that names a patient, a plate, a person or something of theirs, wherever it stands. */
const NAMES = `
  SELECT 'barcode' AS kind, barcode AS name FROM plate
  UNION SELECT 'barcode', barcode FROM planned_plate
  UNION SELECT 'barcode', barcode FROM run
  UNION SELECT 'sample', name FROM sample
  UNION SELECT 'patient', patient FROM sample
  UNION SELECT 'person', name FROM person
  UNION SELECT 'badge', badge FROM person WHERE badge IS NOT NULL
  UNION SELECT 'person', operator FROM run
  UNION SELECT 'person', by_name FROM mask_event
  UNION SELECT 'person', by_name FROM plate_comment
  UNION SELECT 'person', by_name FROM interpretation WHERE by_name <> 'daemon'
  UNION SELECT 'person', by_name FROM incident_note
  UNION SELECT 'person', imported_by FROM plan
  UNION SELECT 'person', closed_by FROM sample WHERE closed_by IS NOT NULL
  UNION SELECT 'plan', title FROM plan
  UNION SELECT 'token', name FROM token
  UNION SELECT 'file', name FROM arrival
  UNION SELECT 'person', actor FROM audit
    WHERE actor NOT IN ('daemon', 'nobody', 'platewarden', 'command')
      AND actor NOT GLOB 'reader *' AND actor NOT GLOB 'folder *'
      AND actor NOT GLOB 'token *' AND actor NOT GLOB 'command *'`;

export function privateNameStatements(db: Database) {
  const all = db.prepare<[], PrivateName>(NAMES);
  return {
    /** Each once, in no order. Reads whole tables: for a bundle, not for a running day. */
    all: (): IterableIterator<PrivateName> => all.iterate(),
  };
}
