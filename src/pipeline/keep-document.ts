import { sha256 as hashOf } from "../domain/canonical.ts";
import type { KeptRecord } from "../instrument/record-port.ts";
import type { DocumentRow } from "../store/documents.ts";
import type { Store } from "../store/open-store.ts";

export interface ArrivedDocument {
  readonly media: DocumentRow["media"];
  /** The folder or reader it came from. */
  readonly sourceId: string;
  readonly name: string;
  readonly madeAtUtc: string | null;
  readonly bytes: Uint8Array;
}

/**
 * Keeps a document by its content, and that it came from there under that name; the same again changes nothing. Call
 * inside a transaction.
 */
export function keepDocument(store: Store, document: ArrivedDocument): KeptRecord {
  const sha256 = hashOf(document.bytes);
  const isNew = !store.documents.isKept(sha256);
  if (isNew) {
    store.documents.insert({
      sha256,
      media: document.media,
      bytes: Buffer.from(document.bytes),
      first_arrived_at_utc: store.nowUtc(),
    });
  }
  const before = store.documents
    .arrivalsNamed(document.sourceId, document.name)
    .findLast((arrival) => arrival.document_sha256 === sha256);
  const arrivalId = before?.id ?? recordArrival(store, sha256, document);
  return { sha256, isNew, arrivalId };
}

function recordArrival(store: Store, sha256: string, document: ArrivedDocument): string {
  const id = store.newId();
  store.documents.insertArrival({
    id,
    document_sha256: sha256,
    source_id: document.sourceId,
    name: document.name,
    made_at_utc: document.madeAtUtc,
    arrived_at_utc: store.nowUtc(),
  });
  store.journal.change("document", sha256, store.nowUtc());
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: document.sourceId,
    action: "document.arrived",
    subject: sha256,
    detail: { arrival: id, name: document.name, bytes: document.bytes.length },
  });
  return id;
}
