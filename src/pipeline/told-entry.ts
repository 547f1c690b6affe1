import type { AuditRow } from "../store/journal.ts";

export type ToldDetail = Readonly<Record<string, unknown>>;

/** An entry of the audit trail, to be compared with what it tells of. */
export interface ToldEntry {
  readonly action: string;
  readonly subject: string;
  readonly actor: string;
  readonly detail: ToldDetail;
}

export function toldEntry({ action, subject, actor, detail }: AuditRow): ToldEntry {
  return { action, subject, actor, detail: JSON.parse(detail) as ToldDetail };
}

/** Names of the fields in which the row is not what the trail tells; `fields` go from its names to the row's. */
export function differing(
  told: ToldDetail,
  row: object,
  fields: Readonly<Record<string, string>>,
): string[] {
  const values = new Map<string, unknown>(Object.entries(row));
  return Object.entries(fields)
    .filter(([inTrail, inRow]) => told[inTrail] !== values.get(inRow))
    .map(([, inRow]) => inRow);
}
