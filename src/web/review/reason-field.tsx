import { useId } from "preact/hooks";

/** Why a person changes something. */
export function ReasonField(props: {
  value: string;
  label?: string;
  problem?: string | null;
  onInput: (reason: string) => void;
}) {
  const id = useId();
  const problem = props.problem ?? null;
  return (
    <div class="field reason-field">
      <label for={id}>{props.label ?? "Reason"}</label>
      <input
        id={id}
        name="reason"
        maxLength={500}
        value={props.value}
        autocomplete="off"
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span id={`${id}-problem`} class="field-problem">
        {problem}
      </span>
    </div>
  );
}
