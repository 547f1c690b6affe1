import type { Ref } from "preact";
import { useId, useState } from "preact/hooks";

/** A password or PIN: hidden unless somebody wants to see it; says when the keyboard types capitals. */
export function SecretField(props: {
  name: string;
  label: string;
  value: string;
  problem?: string | null;
  /** What a password manager shall put here. */
  autoComplete: "current-password" | "new-password" | "off";
  inputRef?: Ref<HTMLInputElement>;
  onInput: (value: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const [capitals, setCapitals] = useState(false);
  return (
    <div class="field secret">
      <label for={id}>{props.label}</label>
      <div class="secret-line">
        <input
          ref={props.inputRef ?? null}
          id={id}
          name={props.name}
          {...(shown ? { type: "text" } : { type: "password" })}
          value={props.value}
          maxLength={200}
          autocomplete={props.autoComplete}
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={props.problem != null}
          aria-describedby={`${id}-problem`}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onKeyDown={(event) => {
            setCapitals(event.getModifierState?.("CapsLock") ?? false);
            props.onKeyDown?.(event);
          }}
        />
        <button
          type="button"
          class="secret-show"
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? "Hide" : "Show"}
        </button>
      </div>
      <span id={`${id}-problem`} class="field-problem">
        {props.problem ?? (capitals ? "Caps Lock is on." : null)}
      </span>
    </div>
  );
}
