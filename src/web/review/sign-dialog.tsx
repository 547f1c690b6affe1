import { useState } from "preact/hooks";
import type { SignatureMeaning } from "../../api/review-views.ts";
import { RequestRefused } from "../api-client.ts";
import { signPlate } from "../clients/review-client.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { SecretField } from "../parts/secret-field.tsx";
import { Modal } from "../shell/modal.tsx";
import { wordOfClass } from "../words.ts";
import { shortHash, wordsOfMeaning } from "./review-words.ts";
import type { Reviewer } from "./reviewer.ts";
import type { Shown } from "./use-review.ts";

/**
 * Signing: says exactly what is signed, and asks the password again. What is signed is what stood when the dialog was
 * opened; when it has changed meanwhile the dialog says so, keeps what was written, and shows what stands now.
 */
export function SignDialog(props: {
  shown: Shown;
  person: Reviewer;
  meaning: SignatureMeaning;
  comment: string;
  onComment: (comment: string) => void;
  /** Runs the order and shows the review that comes of it. */
  act: (send: () => Promise<unknown>) => Promise<void>;
  /** Loads what stands now. */
  reload: () => Promise<Shown | null>;
  onClose: (signed: boolean) => void;
}) {
  const { person, meaning, comment } = props;
  const [signed, setSigned] = useState(props.shown);
  const [password, setPassword] = useState("");
  const [message, setMessage] = useState<Message | null>(null);
  const [busy, setBusy] = useState(false);
  const words = wordsOfMeaning(meaning);
  const { review, plate } = signed;

  const refuse = (error: unknown): void => {
    setBusy(false);
    setPassword("");
    setMessage(refusal(error));
    if (!(error instanceof RequestRefused) || error.code !== "RECORD_CHANGED") return;
    props.reload().then(
      (now) => now !== null && setSigned(now),
      () => undefined,
    );
  };
  const sign = (event: SubmitEvent): void => {
    event.preventDefault();
    if (password === "" || busy) return;
    setBusy(true);
    const text = comment.trim();
    const body = {
      recordSha256: review.recordSha256,
      meaning,
      password,
      ...(text === "" ? {} : { comment: text }),
    };
    props.act(() => signPlate(review.plateId, body)).then(() => props.onClose(true), refuse);
  };

  return (
    <Modal
      title={`${words.act}: plate ${review.barcode}`}
      class="sign-dialog"
      onClose={() => props.onClose(false)}
    >
      {review.changesSinceSigned.length === 0 ? null : (
        <div class="sign-changes tone-look">
          <strong>Changed since it was last signed</strong>
          <ul class="reasons">
            {review.changesSinceSigned.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      <p class="sign-meaning">
        <Icon name={words.wording.icon} /> {words.sentence}
      </p>
      <dl class="facts sign-facts">
        <div>
          <dt>Signed as</dt>
          <dd>
            {person.name}, {person.role}
          </dd>
        </div>
        <div>
          <dt>Sample</dt>
          <dd>
            {plate.summary.sample}, RAS {plate.rasStatus}
          </dd>
        </div>
        <div>
          <dt>Record</dt>
          <dd>
            <code title={review.recordSha256}>{shortHash(review.recordSha256)}</code>
          </dd>
        </div>
      </dl>
      <p class="soft">
        The record is the reading <code>{shortHash(review.record.rawSha256)}</code>, the layout{" "}
        <code>{shortHash(review.record.layoutSha256)}</code>, the settings{" "}
        <code>{shortHash(review.record.settingsSha256)}</code> and the result{" "}
        <code>{shortHash(review.record.resultSha256)}</code>. Any change of them ends the signature.
      </p>
      <ul class="sign-verdicts">
        {plate.comparisons.map((comparison) => (
          <li key={comparison.arm}>
            <strong>{comparison.arm}</strong> <Badge wording={wordOfClass(comparison.class)} />
            {comparison.grade === null ? null : <span> grade {comparison.grade}</span>}
            {comparison.provisional ? <span class="provisional">provisional</span> : null}
          </li>
        ))}
        {plate.comparisons.length === 0 ? <li>No inhibitor is judged on this plate.</li> : null}
      </ul>
      <form class="sign-form" onSubmit={sign} autocomplete="off">
        <label class="field">
          <span>Written with the signature (may be left empty)</span>
          <textarea
            name="signature-comment"
            maxLength={2000}
            rows={2}
            value={comment}
            onInput={(event) => props.onComment(event.currentTarget.value)}
          />
        </label>
        <SecretField
          name="password"
          autoComplete="current-password"
          label={`Password of ${person.name}`}
          value={password}
          problem={null}
          onInput={setPassword}
        />
        <div class="actions">
          <button type="submit" class="primary" disabled={password === "" || busy}>
            Sign: {words.act.toLowerCase()}
          </button>
          <button type="button" onClick={() => props.onClose(false)}>
            Back, sign nothing
          </button>
        </div>
        <Notice message={message} />
      </form>
    </Modal>
  );
}
