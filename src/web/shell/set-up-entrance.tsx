import { useState } from "preact/hooks";
import { setUp } from "../clients/session-client.ts";
import { TextField } from "../parts/fields.tsx";
import { NewPasswordFields, NO_PASSWORD, problemOfNew } from "../parts/new-password-fields.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Entrance } from "./sign-in-entrance.tsx";
import { sessionStore } from "./use-session.ts";

/** Makes the first administrator, with the code that stands where the daemon was started. */
export function SetUpEntrance() {
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState(NO_PASSWORD);
  const [message, setMessage] = useState<Message | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    const problem = problemOf(code, name) ?? problemOfNew(password);
    if (problem !== null) {
      setMessage({ tone: "bad", text: problem, remedy: null });
      return;
    }
    setBusy(true);
    try {
      sessionStore.accept(
        await setUp({ code: code.trim(), name: name.trim(), password: password.password }),
      );
      // Whoever was made need not be signed in already.
      await sessionStore.refresh();
    } catch (error) {
      setMessage(refusal(error));
    }
    setBusy(false);
  };

  return (
    <Entrance title="Set up: the first administrator">
      <p>
        Nobody can sign in yet. The code stands in the window or the log where Platewarden was
        started; it is good until the first administrator exists.
      </p>
      <form
        class="sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField name="code" label="Code" value={code} problem={null} onInput={setCode} />
        <TextField name="name" label="Your name" value={name} problem={null} onInput={setName} />
        <NewPasswordFields value={password} label="Password" onInput={setPassword} />
        <Notice message={message} />
        <button class="primary" type="submit" disabled={busy}>
          Make the administrator
        </button>
      </form>
      <p class="entrance-hint">
        An administrator makes the other accounts. For reviewing and signing plates make accounts of
        their own: who administers cannot sign.
      </p>
    </Entrance>
  );
}

function problemOf(code: string, name: string): string | null {
  if (code.trim() === "") return "The code is missing.";
  return name.trim() === "" ? "Your name is missing." : null;
}
