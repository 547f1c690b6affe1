import { useState } from "preact/hooks";
import type { PersonRole } from "../../domain/person.ts";
import { addPerson } from "../clients/people-client.ts";
import { ChoiceField, TextField } from "../parts/fields.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { FirstPasswordField } from "./first-password-field.tsx";
import { ROLE_CHOICES, roleOf } from "./role-choices.ts";

const EMPTY = { name: "", badge: "", password: "" };

/** Makes an account; its password is one to begin with. */
export function AddPersonForm(props: { onAdded: () => void }) {
  const [draft, setDraft] = useState(EMPTY);
  const [role, setRole] = useState<PersonRole>("technician");
  const [message, setMessage] = useState<Message | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<typeof EMPTY>): void => setDraft({ ...draft, ...part });

  const submit = async (): Promise<void> => {
    setBusy(true);
    const badge = draft.badge.trim();
    try {
      const person = await addPerson({
        name: draft.name.trim(),
        role,
        password: draft.password,
        ...(badge === "" ? {} : { badge }),
      });
      setDraft(EMPTY);
      setMessage({
        tone: "good",
        text: `${person.name} can sign in as ${person.role}.`,
        remedy: `Hand over the first password; it must be changed at the first sign-in: ${draft.password}`,
      });
      props.onAdded();
    } catch (error) {
      setMessage(refusal(error));
    }
    setBusy(false);
  };

  return (
    <form
      class="people-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        name="name"
        label="Name, as it is printed beside signatures"
        value={draft.name}
        problem={null}
        onInput={(name) => change({ name })}
      />
      <TextField
        name="badge"
        label="Badge (scan it here; may stay empty)"
        value={draft.badge}
        problem={null}
        onInput={(badge) => change({ badge })}
      />
      <ChoiceField
        name="role"
        label="Role"
        value={role}
        choices={ROLE_CHOICES}
        problem={null}
        onChoose={(value) => setRole(roleOf(value))}
      />
      <FirstPasswordField
        label="First password"
        value={draft.password}
        onInput={(password) => change({ password })}
      />
      <Notice message={message} />
      <button class="primary" type="submit" disabled={busy}>
        Add the account
      </button>
    </form>
  );
}
