import { PasswordLength, SHORTEST_PASSWORD } from "./password-length.tsx";
import { SecretField } from "./secret-field.tsx";

export interface NewPassword {
  readonly password: string;
  readonly again: string;
}

export const NO_PASSWORD: NewPassword = { password: "", again: "" };

/** What keeps a new password from being sent; null when nothing does. The server looks at it more closely. */
export function problemOfNew({ password, again }: NewPassword): string | null {
  const missing = SHORTEST_PASSWORD - [...password].length;
  if (missing > 0) return `The password needs at least ${SHORTEST_PASSWORD} characters.`;
  return password === again ? null : "The two passwords are not the same.";
}

/** A new password, twice, with its length in words. */
export function NewPasswordFields(props: {
  value: NewPassword;
  label?: string;
  onInput: (value: NewPassword) => void;
}) {
  const { value } = props;
  const differs = value.again !== "" && !value.password.startsWith(value.again);
  return (
    <>
      <SecretField
        name="new-password"
        label={props.label ?? "New password"}
        value={value.password}
        autoComplete="new-password"
        onInput={(password) => props.onInput({ ...value, password })}
      />
      <PasswordLength password={value.password} />
      <SecretField
        name="new-password-again"
        label="The same again"
        value={value.again}
        problem={differs ? "Not the same as above." : null}
        autoComplete="new-password"
        onInput={(again) => props.onInput({ ...value, again })}
      />
    </>
  );
}
