import { useState } from "preact/hooks";
import type { ReviewView } from "../../api/review-views.ts";
import { addComment } from "../clients/review-client.ts";
import { formatMoment } from "../format.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";

/** What people have written about the plate; a comment changes no result and ends no signature. */
export function CommentsPanel(props: {
  review: ReviewView;
  mayComment: boolean;
  text: string;
  onText: (text: string) => void;
  act: (send: () => Promise<unknown>) => Promise<void>;
}) {
  const { review, text } = props;
  const [message, setMessage] = useState<Message | null>(null);
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    props
      .act(() => addComment(review.plateId, text.trim()))
      .then(
        () => {
          props.onText("");
          setMessage(null);
        },
        (error: unknown) => setMessage(refusal(error)),
      );
  };
  const { comments } = review;
  return (
    <Panel title="Comments" note={comments.length === 0 ? "none" : String(comments.length)}>
      <ul class="review-comments">
        {comments.map((comment) => (
          <li key={comment.id}>
            <p class="comment-text">{comment.text}</p>
            <p class="soft">
              {comment.by}, {formatMoment(comment.atUtc)}
            </p>
          </li>
        ))}
      </ul>
      {props.mayComment ? (
        <form class="comment-form" onSubmit={send}>
          <label class="field">
            <span>Comment</span>
            <textarea
              name="comment"
              rows={2}
              maxLength={2000}
              value={text}
              onInput={(event) => props.onText(event.currentTarget.value)}
            />
          </label>
          <button type="submit" disabled={text.trim() === ""}>
            Add the comment
          </button>
          {message === null ? null : <Notice message={message} />}
        </form>
      ) : null}
    </Panel>
  );
}
