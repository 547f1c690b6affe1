import { useState } from "preact/hooks";
import type { PersonView } from "../../api/people-views.ts";
import { changePerson } from "../clients/people-client.ts";
import { ChoiceField, TextField } from "../parts/fields.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Modal } from "../shell/modal.tsx";
import { FirstPasswordField } from "./first-password-field.tsx";
import { changeOf, draftOf, type PersonDraft } from "./person-change.ts";
import { ROLE_CHOICES, roleOf } from "./role-choices.ts";

const ACCOUNT_CHOICES = [
  { value: "active", label: "Active", hint: "can sign in" },
  { value: "deactivated", label: "Deactivated", hint: "cannot; stays in the records" },
];

/** One account's role, state, badge and first password; every change needs a reason. */
export function ChangePersonDialog(props: {
  person: PersonView;
  onChanged: () => void;
  onClose: () => void;
}) {
  const { person } = props;
  const [draft, setDraft] = useState(() => draftOf(person));
  const [message, setMessage] = useState<Message | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<PersonDraft>): void => setDraft({ ...draft, ...part });

  const submit = async (): Promise<void> => {
    const request = changeOf(person, draft);
    const problem =
      request === null ? "Nothing is changed yet." : request.reason === "" ? "Say why." : null;
    if (request === null || problem !== null) {
      return setMessage({ tone: "bad", text: problem ?? "", remedy: null });
    }
    setBusy(true);
    try {
      await changePerson(person.id, request);
      props.onChanged();
      props.onClose();
    } catch (error) {
      setMessage(refusal(error));
      setBusy(false);
    }
  };

  return (
    <Modal title={`Change ${person.name}`} class="people-dialog" onClose={props.onClose}>
      <form
        class="people-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ChoiceField
          name="role"
          label="Role"
          value={draft.role}
          choices={ROLE_CHOICES}
          problem={null}
          onChoose={(value) => change({ role: roleOf(value) })}
        />
        <ChoiceField
          name="active"
          label="Account"
          value={draft.active ? "active" : "deactivated"}
          choices={ACCOUNT_CHOICES}
          problem={null}
          onChoose={(value) => change({ active: value === "active" })}
        />
        <TextField
          name="badge"
          label="Badge (scan the new one; empty for none)"
          value={draft.badge}
          problem={null}
          onInput={(badge) => change({ badge })}
        />
        <FirstPasswordField
          label="New first password (empty: as it is)"
          value={draft.password}
          onInput={(password) => change({ password })}
        />
        <TextField
          name="reason"
          label="Reason, kept in the trail"
          value={draft.reason}
          problem={null}
          onInput={(reason) => change({ reason })}
        />
        <Notice message={message} />
        <div class="actions">
          <button class="primary" type="submit" disabled={busy}>
            Save
          </button>
          <button type="button" onClick={props.onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
