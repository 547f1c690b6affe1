import { useState } from "preact/hooks";
import type { QuarantineView } from "../../api/views.ts";
import { dismissDocument } from "../api-client.ts";
import { TextField } from "../parts/fields.tsx";
import { Notice } from "../parts/notice.tsx";
import { textProblem, useFileOrder } from "./use-file-order.ts";

/** Says that a file is no plate's; never without a reason and a name, because it is not asked about again. */
export function DismissFile(props: {
  file: QuarantineView;
  barcodes: ReadonlySet<string>;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const order = useFileOrder();
  const noReason = textProblem(reason, props.barcodes, "reason");
  const noPerson = textProblem(order.by, props.barcodes, "person");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = { by: order.by.trim(), reason: reason.trim() };
    order.submit(
      [noReason === null ? null : "reason", noPerson === null ? null : "by"],
      () => dismissDocument(props.file.documentSha256, said),
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
        problem={order.asked ? noReason : null}
        onInput={setReason}
      />
      <TextField
        name="by"
        label="Your name"
        value={order.by}
        problem={order.asked ? noPerson : null}
        onInput={order.setBy}
      />
      <div class="actions">
        <button type="submit" class="primary" disabled={order.busy}>
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
