import { TextField } from "../parts/fields.tsx";
import { firstPassword } from "./first-password.ts";

/** A password that is handed over and changed at the first sign-in, so it is shown as it is typed. */
export function FirstPasswordField(props: {
  label: string;
  value: string;
  onInput: (value: string) => void;
}) {
  return (
    <div class="first-password">
      <TextField
        name="first-password"
        label={props.label}
        value={props.value}
        problem={null}
        onInput={props.onInput}
      />
      <button type="button" onClick={() => props.onInput(firstPassword())}>
        Draw one
      </button>
    </div>
  );
}
