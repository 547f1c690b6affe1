import { useState } from "preact/hooks";
import type { QuarantineView } from "../../api/views.ts";
import { dismissDocument } from "../clients/bench-client.ts";
import { TextField } from "../parts/fields.tsx";
import { Notice } from "../parts/notice.tsx";
import { useAuthorised } from "../shell/authorise.tsx";
import { reasonProblem, useFileOrder } from "./use-file-order.ts";

/** Says that a file is no plate's; never without a reason, because it is not asked about again. */
export function DismissFile(props: {
  file: QuarantineView;
  barcodes: ReadonlySet<string>;
  onClose: () => void;
}) {
  const { documentSha256, name } = props.file;
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const order = useFileOrder();
  const authorised = useAuthorised();
  const problem = reasonProblem(reason, props.barcodes);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (problem !== null) {
      order.form.current?.querySelector("input")?.focus();
      return;
    }
    const what = { what: `take ${name} out of quarantine`, subject: documentSha256 };
    order.send(
      () =>
        authorised(what, (sending) =>
          dismissDocument(documentSha256, { reason: reason.trim() }, sending),
        ),
      () => null,
    );
  };
  return (
    <form
      ref={order.form}
      class="file-form"
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && props.onClose()}
      autocomplete="off"
    >
      <TextField
        name="reason"
        label="Why is it no plate’s file?"
        value={reason}
        problem={asked ? problem : null}
        onInput={setReason}
      />
      <div class="actions">
        <button type="submit" class="primary" aria-busy={order.busy}>
          It is no plate’s <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={props.onClose}>
          Cancel <kbd>Esc</kbd>
        </button>
      </div>
      <Notice message={order.message} />
    </form>
  );
}
