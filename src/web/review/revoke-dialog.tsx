import { useState } from "preact/hooks";
import type { SignatureView } from "../../api/review-views.ts";
import { revokeSignature } from "../clients/review-client.ts";
import { formatMoment } from "../format.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { SecretField } from "../parts/secret-field.tsx";
import { Modal } from "../shell/modal.tsx";
import { ReasonField } from "./reason-field.tsx";
import { wordsOfMeaning } from "./review-words.ts";
import type { Reviewer } from "./reviewer.ts";

/** Takes a signature back; it stays visible, with who took it back and why. */
export function RevokeDialog(props: {
  plateId: string;
  signature: SignatureView;
  person: Reviewer;
  act: (send: () => Promise<unknown>) => Promise<void>;
  onClose: () => void;
}) {
  const { plateId, signature, person } = props;
  const [reason, setReason] = useState("");
  const [password, setPassword] = useState("");
  const [asked, setAsked] = useState(false);
  const [message, setMessage] = useState<Message | null>(null);

  const revoke = (event: SubmitEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (reason.trim() === "" || password === "") return;
    const body = { signatureId: signature.id, reason: reason.trim(), password };
    props
      .act(() => revokeSignature(plateId, body))
      .then(props.onClose, (error: unknown) => {
        setPassword("");
        setMessage(refusal(error));
      });
  };

  return (
    <Modal title="Revoke a signature" class="sign-dialog" onClose={props.onClose}>
      <p>
        <strong>{wordsOfMeaning(signature.meaning).done}</strong> by {signature.name},{" "}
        {formatMoment(signature.signedAtUtc)}. The signature stays in the record, marked as revoked
        by <strong>{person.name}</strong>.
      </p>
      <form class="sign-form" onSubmit={revoke} autocomplete="off">
        <ReasonField
          label="Why is it revoked?"
          value={reason}
          problem={asked && reason.trim() === "" ? "A reason is needed." : null}
          onInput={setReason}
        />
        <SecretField
          name="password"
          autoComplete="current-password"
          label={`Password of ${person.name}`}
          value={password}
          problem={asked && password === "" ? "The password is needed." : null}
          onInput={setPassword}
        />
        <div class="actions">
          <button type="submit" class="primary">
            Revoke
          </button>
          <button type="button" onClick={props.onClose}>
            Back, revoke nothing
          </button>
        </div>
        <Notice message={message} />
      </form>
    </Modal>
  );
}
