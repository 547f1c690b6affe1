import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { BenchView, ScanView } from "../../api/views.ts";
import { ChoiceField, TextField } from "../parts/fields.tsx";
import { type DraftField, draftProblems, type PlateDraft } from "./plate-draft.ts";
import { type Bar, BarReason, RereadReason } from "./reason-fields.tsx";
import { UNSEEN_MS } from "./scan-step.ts";

/** The fields a scan did not fill. Enter goes to the first one that still lacks something, then on. */
export function DetailsForm(props: {
  bench: BenchView;
  scan: ScanView;
  draft: PlateDraft;
  withReader: boolean;
  /** What speaks against counting the reading; null where nothing does. */
  bar: Bar | null;
  doneLabel: string;
  onChange: (draft: PlateDraft) => void;
  onDone: () => void;
  onCancel: () => void;
}) {
  const { bench, scan, draft, bar, onChange } = props;
  const form = useRef<HTMLFormElement>(null);
  const samples = useId();
  const [asked, setAsked] = useState(false);
  const relevant = props.withReader ? draft : { ...draft, readerId: "none needed" };
  const problems = draftProblems(relevant, scan, bench, bar !== null);
  const firstField = problems[0]?.field ?? "sample";

  const problemAt = (field: DraftField): string | null =>
    (asked && problems.find((problem) => problem.field === field)?.sentence) || null;
  const set = (field: DraftField) => (value: string) => onChange({ ...draft, [field]: value });
  const focusOn = (field: DraftField): void => {
    const inputs = form.current?.querySelectorAll<HTMLInputElement>(`input[name="${field}"]`) ?? [];
    ([...inputs].find((input) => input.checked) ?? inputs[0])?.focus();
  };

  // Only once for each barcode: afterwards the technician decides where to be.
  const focusFirst = useRef(() => focusOn(firstField));
  useEffect(() => focusFirst.current(), []);
  const focusRefused = useRef(() => focusOn("barReason"));
  useEffect(() => {
    if (bar !== null && bar.refused !== null) focusRefused.current();
  }, [bar]);

  // A form with nothing to fill in waits for a person all the same: many scanners send two line ends.
  const appeared = useRef({ atMs: performance.now(), complete: problems.length === 0 });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (appeared.current.complete && performance.now() - appeared.current.atMs < UNSEEN_MS) return;
    const first = problems[0];
    if (first === undefined) {
      props.onDone();
      return;
    }
    setAsked(true);
    focusOn(first.field);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") props.onCancel();
  };

  return (
    <form
      ref={form}
      class="details-form"
      onSubmit={submit}
      onKeyDown={onKeyDown}
      autocomplete="off"
    >
      <p class="details-barcode">
        <strong>{draft.barcode}</strong> {whatIsKnown(scan)}
      </p>
      {scan.alreadyRead === null ? null : (
        <RereadReason
          earlier={scan.alreadyRead}
          value={draft.rereadReason}
          problem={problemAt("rereadReason")}
          onInput={set("rereadReason")}
        />
      )}
      {bar === null ? null : (
        <BarReason
          bar={bar}
          value={draft.barReason}
          problem={problemAt("barReason")}
          onInput={set("barReason")}
        />
      )}
      <TextField
        name="sample"
        label="Sample"
        value={draft.sample}
        list={samples}
        problem={problemAt("sample")}
        onInput={set("sample")}
      />
      <datalist id={samples}>
        {bench.samples.map((row) => (
          <option key={row.sample} value={row.sample} />
        ))}
      </datalist>
      <ChoiceField
        name="layoutId"
        label="Layout"
        value={draft.layoutId}
        choices={bench.layouts.map((layout) => ({
          value: layout.id,
          label: layout.title,
          hint: layout.id,
        }))}
        problem={problemAt("layoutId")}
        onChoose={set("layoutId")}
      />
      {props.withReader ? (
        <ChoiceField
          name="readerId"
          label="Reader"
          value={draft.readerId}
          choices={bench.readers
            .filter((reader) => reader.state === "ready")
            .map((reader) => ({ value: reader.id, label: reader.id, hint: reader.model ?? "" }))}
          problem={problemAt("readerId")}
          onChoose={set("readerId")}
        />
      ) : null}
      <TextField
        name="blastsPercent"
        label="Blasts on day 4, % (optional)"
        value={draft.blastsPercent}
        problem={problemAt("blastsPercent")}
        onInput={set("blastsPercent")}
      />
      <div class="actions">
        <button type="submit" class="primary">
          {props.doneLabel} <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={props.onCancel}>
          Cancel <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}

function whatIsKnown(scan: ScanView): string {
  if (scan.alreadyRead !== null) return "has been read before.";
  return scan.planned === null ? "is not in the plan: say what it is." : "is planned.";
}
