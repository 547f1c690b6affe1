import { useEffect, useRef, useState } from "preact/hooks";
import type { BenchView, ScanView, UnassignedReadingView } from "../../api/views.ts";
import { RequestRefused } from "../api-client.ts";
import { assignReading, fetchScan } from "../clients/bench-client.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { DetailsForm } from "./details-form.tsx";
import { detailsOf, draftFromScan, type PlateDraft } from "./plate-draft.ts";
import type { Bar } from "./reason-fields.tsx";

/**
 * Says what an unannounced plate is: its barcode first, as the reading gives it or as it is scanned, which fills the
 * rest where it is planned. A barred reading also needs a reason why it may count.
 */
export function AssignForm(props: {
  bench: BenchView;
  reading: UnassignedReadingView;
  onClose: () => void;
}) {
  const { bench, reading, onClose } = props;
  const { readingId } = reading;
  const field = useRef<HTMLInputElement>(null);
  const sending = useRef(false);
  const [known, setKnown] = useState<{ scan: ScanView; draft: PlateDraft } | null>(null);
  const [message, setMessage] = useState<Message | null>(null);
  const [refusedBar, setRefusedBar] = useState<string | null>(null);
  const bar: Bar | null =
    reading.barred || refusedBar !== null
      ? { sentence: reading.reason, refused: refusedBar }
      : null;
  // Selected, so that a scan replaces what the reading gives.
  useEffect(() => field.current?.select(), []);

  const lookUp = (event: SubmitEvent): void => {
    event.preventDefault();
    const barcode = field.current?.value.trim() ?? "";
    if (barcode === "") return;
    fetchScan(barcode).then(
      (scan) => {
        setKnown({ scan, draft: draftFromScan(scan, bench, "") });
        setMessage(null);
      },
      (error: unknown) => setMessage(refusal(error)),
    );
  };

  const assign = (draft: PlateDraft): void => {
    // Enter twice is one answer; a second request would be refused, and shown as if something were wrong.
    if (sending.current) return;
    sending.current = true;
    assignReading(readingId, detailsOf(draft)).then(onClose, (error: unknown) => {
      sending.current = false;
      const isBarred = error instanceof RequestRefused && error.code === "READING_BARRED";
      if (isBarred) setRefusedBar(`${error.message} ${error.remedy}`);
      setMessage(isBarred ? null : refusal(error));
    });
  };

  return (
    <div class="assign">
      {known === null ? (
        <form class="assign-scan" onSubmit={lookUp} autocomplete="off">
          <label for={`barcode-${readingId}`}>Barcode of this plate</label>
          <input
            id={`barcode-${readingId}`}
            ref={field}
            defaultValue={reading.barcode ?? ""}
            maxLength={80}
            spellcheck={false}
          />
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
          bar={bar}
          doneLabel="Assign"
          onChange={(draft) => setKnown({ ...known, draft })}
          onDone={() => assign(known.draft)}
          onCancel={onClose}
        />
      )}
      <Notice message={message} />
    </div>
  );
}
