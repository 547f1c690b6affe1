import type { ReaderIdentity } from "../instrument/contract.ts";
import { endNotice, raiseNotice } from "../pipeline/raise-notice.ts";
import type { Store } from "../store/open-store.ts";

/** The serial number as the reader tells it; null for readers that tell none. */
export function serialNumberOf({ details }: ReaderIdentity): string | null {
  const told = details.serialNumber?.trim() ?? "";
  return told === "" ? null : told;
}

/**
 * Keeps which serial number answers under a reader's name. Another one than before raises a notice: the reader was
 * exchanged, or two cables were. Returns the sentence of the notice; null where nothing has changed, at the first time
 * and for readers that tell none.
 */
export function registerReader(
  store: Store,
  readerId: string,
  identity: ReaderIdentity,
): string | null {
  const serialNumber = serialNumberOf(identity);
  if (serialNumber === null) return null;
  return store.inTransaction(() => {
    const before = store.readerSerials.newestOf(readerId);
    if (before?.serial_number === serialNumber) return null;
    const atUtc = store.nowUtc();
    const { model } = identity;
    store.readerSerials.insert({
      reader_id: readerId,
      serial_number: serialNumber,
      model,
      seen_at_utc: atUtc,
    });
    store.journal.audit({
      atUtc,
      actor: "daemon",
      action: "reader.serial",
      subject: readerId,
      detail: { serialNumber, model, before: before?.serial_number ?? null },
    });
    if (before === null) return null;
    for (const old of store.notices.standingOn("reader-changed", readerId)) {
      endNotice(store, old, "daemon");
    }
    const sentence = `Reader ${readerId} is another one: it says serial number ${serialNumber} (${model}), and was ${before.serial_number} (${before.model}) until now. If it was exchanged on purpose, check it with a uniform plate and say that this is seen to; if not, compare the cables before the next plate.`;
    raiseNotice(store, { kind: "reader-changed", subject: readerId, sentence });
    return sentence;
  });
}
