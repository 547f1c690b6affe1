import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { QuarantineView } from "../../api/views.ts";
import { type Message, refusal } from "../parts/notice.tsx";

export interface FileOrder {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly busy: boolean;
  readonly message: Message | null;
  /** Sends the order. `said` makes what to say of the answer, null where the file is gone with its form. */
  readonly send: (
    order: () => Promise<readonly QuarantineView[]>,
    said: (left: readonly QuarantineView[]) => Message | null,
  ) => void;
}

/** What the forms for a file in quarantine share: the keyboard in the first field or button, and what came of the order. */
export function useFileOrder(): FileOrder {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input, button")?.focus(), []);
  return {
    form,
    busy,
    message,
    // A button that is disabled meanwhile would lose the keyboard.
    send: (order, said) => {
      if (busy) return;
      setBusy(true);
      order()
        .then(
          (left) => setMessage(said(left)),
          (error: unknown) => setMessage(refusal(error)),
        )
        .finally(() => setBusy(false));
    },
  };
}

/** What is wrong with a reason; null when nothing is. A scanner types wherever the keyboard is. */
export function reasonProblem(text: string, barcodes: ReadonlySet<string>): string | null {
  const entered = text.trim();
  if (entered === "") return "A reason is needed.";
  return barcodes.has(entered) ? `${entered} is a barcode, not a reason.` : null;
}
