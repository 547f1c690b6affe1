import { useState } from "preact/hooks";
import type { TokenView } from "../../api/people-views.ts";
import { revokeToken } from "../clients/people-client.ts";
import { TextField } from "../parts/fields.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Modal } from "../shell/modal.tsx";

/** Takes a token away for good, with a reason. */
export function RevokeTokenDialog(props: {
  token: TokenView;
  onRevoked: () => void;
  onClose: () => void;
}) {
  const { token } = props;
  const [reason, setReason] = useState("");
  const [message, setMessage] = useState<Message | null>(null);
  const submit = async (): Promise<void> => {
    try {
      await revokeToken(token.id, reason.trim());
      props.onRevoked();
      props.onClose();
    } catch (error) {
      setMessage(refusal(error));
    }
  };
  return (
    <Modal title={`Revoke the token of ${token.name}`} onClose={props.onClose}>
      <p>The program is refused from now on. A revoked token cannot be used again.</p>
      <form
        class="people-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          name="reason"
          label="Reason, kept in the trail"
          value={reason}
          problem={null}
          onInput={setReason}
        />
        <Notice message={message} />
        <div class="actions">
          <button class="primary" type="submit">
            Revoke
          </button>
          <button type="button" onClick={props.onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
