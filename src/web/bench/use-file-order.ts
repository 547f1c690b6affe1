import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { QuarantineView } from "../../api/views.ts";
import { readMemory, writeMemory } from "../parts/memory.ts";
import { type Message, refusal } from "../parts/notice.tsx";

export interface FileOrder {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly by: string;
  readonly setBy: (by: string) => void;
  /** True once somebody tried to send it with something missing. */
  readonly asked: boolean;
  readonly busy: boolean;
  readonly message: Message | null;
  /**
   * Sends the order, once nothing of `missing` (a field's name, null where it is well) is in the way; else goes to the
   * first field that is. `said` makes what to say of the answer, null where the file is gone with its form.
   */
  readonly submit: (
    missing: readonly (string | null)[],
    send: () => Promise<readonly QuarantineView[]>,
    said: (left: readonly QuarantineView[]) => Message | null,
  ) => void;
}

/** What the forms for a file in quarantine share: a name that is remembered, and the keyboard in the right field. */
export function useFileOrder(): FileOrder {
  const form = useRef<HTMLFormElement>(null);
  const [by, setBy] = useState(readMemory("operator") ?? "");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<Message | null>(null);
  const focusOn = (name: string): void =>
    form.current?.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.focus();
  useEffect(() => {
    const inputs = [...(form.current?.querySelectorAll("input") ?? [])];
    (inputs.find((input) => input.value === "") ?? inputs[0])?.focus();
  }, []);

  return {
    form,
    by,
    setBy,
    asked,
    busy,
    message,
    submit: (missing, send, said) => {
      const first = missing.find((field) => field !== null);
      setAsked(true);
      if (first !== undefined && first !== null) {
        focusOn(first);
        return;
      }
      setBusy(true);
      send()
        .then(
          (left) => {
            writeMemory("operator", by.trim());
            setMessage(said(left));
          },
          (error: unknown) => setMessage(refusal(error)),
        )
        .finally(() => setBusy(false));
    },
  };
}

/** What is wrong with a name or a reason; null when nothing is. A scanner types wherever the keyboard is. */
export function textProblem(
  text: string,
  barcodes: ReadonlySet<string>,
  what: "person" | "reason",
): string | null {
  const entered = text.trim();
  if (entered === "") return what === "person" ? "A name is needed." : "A reason is needed.";
  return barcodes.has(entered) ? `${entered} is a barcode, not a ${what}.` : null;
}
