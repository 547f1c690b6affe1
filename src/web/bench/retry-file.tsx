import type { QuarantineView } from "../../api/views.ts";
import { retryDocument } from "../api-client.ts";
import { TextField } from "../parts/fields.tsx";
import { type Message, Notice } from "../parts/notice.tsx";
import { textProblem, useFileOrder } from "./use-file-order.ts";

/** Reads a file again, e.g. after its profile was mended; a file that is still not understood says so. */
export function RetryFile(props: {
  file: QuarantineView;
  barcodes: ReadonlySet<string>;
  onClose: () => void;
}) {
  const { documentSha256 } = props.file;
  const order = useFileOrder();
  const problem = textProblem(order.by, props.barcodes, "person");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    order.submit(
      [problem === null ? null : "by"],
      () => retryDocument(documentSha256, { by: order.by.trim() }),
      (left) => stillThere(left, documentSha256),
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
        name="by"
        label="Your name"
        value={order.by}
        problem={order.asked ? problem : null}
        onInput={order.setBy}
      />
      <div class="actions">
        <button type="submit" class="primary" disabled={order.busy}>
          Try again <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={props.onClose}>
          Cancel <kbd>Esc</kbd>
        </button>
      </div>
      <Notice message={order.message} />
    </form>
  );
}

function stillThere(left: readonly QuarantineView[], documentSha256: string): Message | null {
  const file = left.find((one) => one.documentSha256 === documentSha256);
  if (file === undefined) return null;
  return { tone: "bad", text: "It is still not understood.", remedy: file.sentence };
}
