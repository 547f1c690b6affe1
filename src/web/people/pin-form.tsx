import { useState } from "preact/hooks";
import { setPin } from "../clients/session-client.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { SecretField } from "../parts/secret-field.tsx";
import { sessionStore } from "../shell/use-session.ts";

/** A PIN for the badge, set with the password. */
export function PinForm() {
  const [password, setPassword] = useState("");
  const [pin, setOwnPin] = useState("");
  const [message, setMessage] = useState<Message | null>(null);

  const submit = async (): Promise<void> => {
    if (!/^\d{4,8}$/.test(pin)) {
      return setMessage({ tone: "bad", text: "A PIN is 4 to 8 digits.", remedy: null });
    }
    try {
      sessionStore.accept(await setPin({ password, pin }));
      setMessage({ tone: "good", text: "The PIN is set.", remedy: null });
      setPassword("");
      setOwnPin("");
    } catch (error) {
      setMessage(refusal(error));
    }
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
        name="pin"
        label="New PIN, 4 to 8 digits"
        value={pin}
        autoComplete="off"
        onInput={setOwnPin}
      />
      <SecretField
        name="password"
        label="Your password"
        value={password}
        autoComplete="current-password"
        onInput={setPassword}
      />
      <Notice message={message} />
      <button class="primary" type="submit">
        Set the PIN
      </button>
    </form>
  );
}
