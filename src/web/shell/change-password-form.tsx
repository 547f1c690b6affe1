import { useState } from "preact/hooks";
import { changePassword } from "../clients/session-client.ts";
import { NewPasswordFields, NO_PASSWORD, problemOfNew } from "../parts/new-password-fields.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { SecretField } from "../parts/secret-field.tsx";
import { sessionStore } from "./use-session.ts";

/** The old password and a new one twice. */
export function ChangePasswordForm() {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState(NO_PASSWORD);
  const [message, setMessage] = useState<Message | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    const problem = old === "" ? "The password so far is missing." : problemOfNew(fresh);
    if (problem !== null) return setMessage({ tone: "bad", text: problem, remedy: null });
    setBusy(true);
    try {
      const session = await changePassword({ oldPassword: old, newPassword: fresh.password });
      setMessage({ tone: "good", text: "The password is changed.", remedy: null });
      setOld("");
      setFresh(NO_PASSWORD);
      sessionStore.accept(session);
    } catch (error) {
      setMessage(refusal(error));
    }
    setBusy(false);
  };

  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SecretField
        name="old-password"
        label="Password so far"
        value={old}
        autoComplete="current-password"
        onInput={setOld}
      />
      <NewPasswordFields value={fresh} onInput={setFresh} />
      <Notice message={message} />
      <button class="primary" type="submit" disabled={busy}>
        Change the password
      </button>
    </form>
  );
}
