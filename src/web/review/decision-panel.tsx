import type { ReviewView, SignatureMeaning, SignatureView } from "../../api/review-views.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { shortHash, wordOfStanding, wordOfState, wordsOfMeaning } from "./review-words.ts";

const MEANINGS: readonly SignatureMeaning[] = ["approve", "reject", "ask for a repeat"];

/** What has been decided, what has changed since, and what the person who looks may sign. */
export function DecisionPanel(props: {
  review: ReviewView;
  mayRevoke: boolean;
  onSign: (meaning: SignatureMeaning) => void;
  onRevoke: (signature: SignatureView) => void;
}) {
  const { review } = props;
  const { meanings, why } = review.youMaySign;
  return (
    <Panel title="Decision" class="decision">
      <p class="decision-state">
        <Badge wording={wordOfState(review.state)} large />
      </p>
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
      <div class="actions decision-actions">
        {MEANINGS.map((meaning) => (
          <button
            key={meaning}
            type="button"
            class={meaning === "approve" ? "primary" : ""}
            disabled={!meanings.includes(meaning)}
            onClick={() => props.onSign(meaning)}
          >
            {wordsOfMeaning(meaning).act}…
          </button>
        ))}
      </div>
      <p class="decision-why" aria-live="polite">
        {why === null ? null : (
          <>
            <Icon name="question" /> {why}
          </>
        )}
      </p>
      {review.signatures.length === 0 ? (
        <p class="empty">Nobody has signed this plate.</p>
      ) : (
        <ul class="signatures">
          {review.signatures.map((signature) => (
            <Signature key={signature.id} {...props} signature={signature} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Signature(props: {
  signature: SignatureView;
  mayRevoke: boolean;
  onRevoke: (signature: SignatureView) => void;
}) {
  const { signature } = props;
  const { standing, revoked } = signature;
  return (
    <li class={`signature signature-${standing}`}>
      <p>
        <strong>{wordsOfMeaning(signature.meaning).done}</strong> by{" "}
        <strong>{signature.name}</strong>, {signature.role}
      </p>
      <p class="signature-line">
        <Badge wording={wordOfStanding(standing)} />
        <span class="soft">
          {formatMoment(signature.signedAtUtc)}, record{" "}
          <code title={signature.recordSha256}>{shortHash(signature.recordSha256)}</code>
        </span>
      </p>
      {signature.changes.length === 0 ? null : (
        <ul class="reasons signature-changes">
          {signature.changes.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {signature.comment === null ? null : <p class="comment-text">{signature.comment}</p>}
      {revoked === null ? null : (
        <p>
          Revoked by {revoked.by}, {formatMoment(revoked.atUtc)}: {revoked.reason}
        </p>
      )}
      {standing === "holds" && props.mayRevoke ? (
        <button type="button" onClick={() => props.onRevoke(signature)}>
          Revoke…
        </button>
      ) : null}
    </li>
  );
}
