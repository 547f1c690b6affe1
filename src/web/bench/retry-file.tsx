import type { QuarantineView } from "../../api/views.ts";
import { retryDocument } from "../clients/bench-client.ts";
import { type Message, Notice } from "../parts/notice.tsx";
import { useFileOrder } from "./use-file-order.ts";

/** Reads a file again, e.g. after its profile was mended; a file that is still not understood says so. */
export function RetryFile(props: { file: QuarantineView; onClose: () => void }) {
  const { documentSha256 } = props.file;
  const order = useFileOrder();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    order.send(
      () => retryDocument(documentSha256),
      (left) => stillThere(left, documentSha256),
    );
  };
  return (
    <form
      ref={order.form}
      class="file-form"
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && props.onClose()}
    >
      <div class="actions">
        <button type="submit" class="primary" aria-busy={order.busy}>
          Read it again <kbd>Enter</kbd>
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
