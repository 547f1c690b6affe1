import { useEffect, useRef, useState } from "preact/hooks";
import type { BenchView, ScanView } from "../../api/views.ts";
import { assignReading, fetchScan } from "../api-client.ts";
import { readMemory, writeMemory } from "../parts/memory.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { DetailsForm } from "./details-form.tsx";
import { detailsOf, draftFromScan, type PlateDraft } from "./plate-draft.ts";
import { barcodeNotPerson } from "./scan-step.ts";

/** Says what an unannounced plate is: its barcode first, which fills the rest where it is planned. */
export function AssignForm(props: { bench: BenchView; readingId: string; onClose: () => void }) {
  const { bench, readingId, onClose } = props;
  const field = useRef<HTMLInputElement>(null);
  const [known, setKnown] = useState<{ scan: ScanView; draft: PlateDraft } | null>(null);
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => field.current?.focus(), []);

  const lookUp = (event: SubmitEvent): void => {
    event.preventDefault();
    const barcode = field.current?.value.trim() ?? "";
    if (barcode === "") return;
    fetchScan(barcode).then(
      (scan) => {
        const draft = draftFromScan(scan, bench, {
          operator: readMemory("operator") ?? "",
          readerId: "",
        });
        setKnown({ scan, draft });
        setMessage(null);
      },
      (error: unknown) => setMessage(refusal(error)),
    );
  };

  const assign = (draft: PlateDraft): void => {
    assignReading(readingId, detailsOf(draft)).then(
      () => {
        writeMemory("operator", draft.operator.trim());
        onClose();
      },
      (error: unknown) => setMessage(refusal(error)),
    );
  };

  return (
    <div class="assign">
      {known === null ? (
        <form class="assign-scan" onSubmit={lookUp} autocomplete="off">
          <label for={`barcode-${readingId}`}>Barcode of this plate</label>
          <input id={`barcode-${readingId}`} ref={field} maxLength={80} spellcheck={false} />
          <div class="actions">
            <button type="submit" class="primary">
              Look up <kbd>Enter</kbd>
            </button>
            <button type="button" onClick={onClose}>
              Cancel
            </button>
          </div>
        </form>
      ) : (
        <DetailsForm
          key={known.scan.barcode}
          bench={bench}
          scan={known.scan}
          draft={known.draft}
          withReader={false}
          doneLabel="Assign"
          onChange={(draft) => setKnown({ ...known, draft })}
          onDone={() => assign(known.draft)}
          onBarcodeAsOperator={(sentence) => {
            setKnown(null);
            setMessage(barcodeNotPerson(sentence));
          }}
          onCancel={onClose}
        />
      )}
      <Notice message={message} />
    </div>
  );
}
