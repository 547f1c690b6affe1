/** Decisions of people against the audit trail, and signatures against the records that they were given for. */
import { sha256 } from "../../domain/canonical.ts";
import type { AuditRow } from "../../store/journal.ts";
import type { Store } from "../../store/open-store.ts";
import type { SignatureEndRow, SignatureRow } from "../../store/review.ts";
import type { PlateRecord } from "./plate-record.ts";

type Detail = Readonly<Record<string, unknown>>;

interface Entry {
  readonly row: AuditRow;
  readonly detail: Detail;
}

type Entries = (action: string) => readonly Entry[];

function entriesOf(store: Store): Entries {
  const byAction = new Map<string, Entry[]>();
  const areas = ["signature", "plate.choose", "plate.comment"];
  for (const row of areas.flatMap((area) => [...store.journal.eachOf(area)])) {
    const entry = { row, detail: JSON.parse(row.detail) as Detail };
    const same = byAction.get(row.action);
    if (same === undefined) byAction.set(row.action, [entry]);
    else same.push(entry);
  }
  return (action) => byAction.get(action) ?? [];
}

interface Pairing<T> {
  readonly rows: readonly T[];
  readonly idOf: (row: T) => string;
  readonly entries: readonly Entry[];
  /** The field of an entry's detail that holds the row's id. */
  readonly key: string;
  readonly fits: (row: T, entry: Entry) => boolean;
  readonly name: (id: string) => string;
}

/** Each row once in the trail and as the trail tells it, and nothing in the trail without its row. */
function paired<T>({ rows, idOf, entries, key, fits, name }: Pairing<T>): string[] {
  const told = new Map(entries.map((entry) => [String(entry.detail[key]), entry]));
  const findings = rows.flatMap((row) => {
    const id = idOf(row);
    const entry = told.get(id);
    told.delete(id);
    return entry !== undefined && fits(row, entry)
      ? []
      : [`${name(id)} is not what the audit trail tells`];
  });
  return [...findings, ...[...told.keys()].map((id) => `${name(id)} is gone`)];
}

function choiceFindings(store: Store, entries: Entries): string[] {
  return paired({
    rows: store.review.allChoices(),
    idOf: ({ id }) => id,
    entries: entries("plate.choose"),
    key: "choice",
    fits: (choice, { row, detail }) =>
      choice.plate_id === row.subject &&
      choice.by_name === row.actor &&
      choice.version === detail.version &&
      choice.reason === detail.reason &&
      choice.authorised_by === (detail.authorisedBy ?? null) &&
      choice.at_utc === row.at_utc,
    name: (id) => `choice ${id} of a reading`,
  });
}

function commentFindings(store: Store, entries: Entries): string[] {
  return paired({
    rows: store.review.allComments(),
    idOf: ({ id }) => id,
    entries: entries("plate.comment"),
    key: "comment",
    fits: (comment, { row, detail }) =>
      comment.plate_id === row.subject &&
      comment.by_name === row.actor &&
      comment.text === detail.text &&
      comment.person_id === detail.personId &&
      comment.at_utc === row.at_utc,
    name: (id) => `comment ${id}`,
  });
}

function isAsTold(signature: SignatureRow, { row, detail }: Entry): boolean {
  return (
    signature.audit_seq === row.seq &&
    signature.plate_id === row.subject &&
    signature.printed_name === row.actor &&
    signature.signed_at_utc === row.at_utc &&
    signature.person_id === detail.personId &&
    signature.role === detail.role &&
    signature.meaning === detail.meaning &&
    signature.comment === detail.comment &&
    signature.record_sha256 === detail.recordSha256 &&
    signature.trail_seq === detail.trailSeq
  );
}

function isEndAsTold(end: SignatureEndRow, { row, detail }: Entry): boolean {
  const changes = detail.changes ?? [];
  return (
    row.action === (end.kind === "revoked" ? "signature.revoked" : "signature.voided") &&
    end.audit_seq === row.seq &&
    end.by_name === row.actor &&
    end.at_utc === row.at_utc &&
    end.person_id === (detail.personId ?? null) &&
    end.reason === (detail.reason ?? null) &&
    end.changes === JSON.stringify(changes)
  );
}

function recordFindings(store: Store): string[] {
  const signatures = store.review.allSignatures();
  const signed = new Set(signatures.map(({ record_sha256 }) => record_sha256));
  /** Of each record the plate it is of. */
  const records = new Map<string, string | null>();
  const findings: string[] = [];
  for (const { sha256: hash, body } of store.review.allRecords()) {
    records.set(hash, plateOf(body));
    if (sha256(body) !== hash) findings.push(`the signed record ${hash} is not what was signed`);
    if (!signed.has(hash)) findings.push(`nobody has signed the record ${hash}`);
  }
  for (const signature of signatures) {
    const plateId = records.get(signature.record_sha256);
    const who = `the signature of ${signature.printed_name} at ${signature.signed_at_utc}`;
    if (plateId === undefined) findings.push(`${who}: its record is gone`);
    else if (plateId !== signature.plate_id) {
      findings.push(`${who}: its record is that of another plate`);
    }
  }
  return findings;
}

/** Null where the text is no record any more. */
function plateOf(body: string): string | null {
  try {
    return (JSON.parse(body) as PlateRecord).inputs.plateId;
  } catch {
    return null;
  }
}

/** One sentence for everything that does not fit; empty when all does. */
export function reviewFindings(store: Store): string[] {
  const entries = entriesOf(store);
  return [
    ...choiceFindings(store, entries),
    ...commentFindings(store, entries),
    ...paired({
      rows: store.review.allSignatures(),
      idOf: ({ id }) => id,
      entries: entries("signature.given"),
      key: "signature",
      fits: isAsTold,
      name: (id) => `signature ${id}`,
    }),
    ...paired({
      rows: store.review.allEnds(),
      idOf: ({ signature_id }) => signature_id,
      entries: [...entries("signature.revoked"), ...entries("signature.voided")],
      key: "signature",
      fits: isEndAsTold,
      name: (id) => `the end of signature ${id}`,
    }),
    ...recordFindings(store),
  ];
}
