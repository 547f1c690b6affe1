import { useState } from "preact/hooks";
import type { LayoutCheckView } from "../../api/layout-views.ts";
import { RequestRefused } from "../api-client.ts";
import { saveLayout } from "../clients/layout-client.ts";
import { TextField } from "../parts/fields.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { pageAddress } from "../route.ts";
import { useAuthorised } from "../shell/authorise.tsx";
import { forgetDraft, type LayoutDraft } from "./kept-drafts.ts";

const SHORTEST_REASON = 8;

/** Saves the draft as a revision of its own; nothing that is there is ever overwritten. */
export function LayoutSave(props: {
  draft: LayoutDraft;
  check: LayoutCheckView | null;
  upToDate: boolean;
  onRevision: (revision: number) => void;
}) {
  const { draft, check, upToDate } = props;
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const [message, setMessage] = useState<Message | null>(null);
  const authorised = useAuthorised();
  const isClean = check?.findings.every((one) => one.severity !== "error") ?? false;
  const tooShort = reason.trim().length < SHORTEST_REASON;

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (tooShort) return;
    const { id = "", revision = 0 } = draft.drawing ?? {};
    try {
      const saved = await authorised(
        { what: `save layout ${id} revision ${revision}`, subject: "" },
        (sending) => saveLayout({ text: draft.text, reason: reason.trim() }, sending),
      );
      forgetDraft(draft.key);
      location.hash = pageAddress("layouts", saved.id, String(saved.revision));
    } catch (error) {
      setMessage(refusal(error));
      const next = error instanceof RequestRefused ? error.detail.next : null;
      if (typeof next === "number") props.onRevision(next);
    }
  };

  return (
    <Panel title="Save" note="as a revision of its own; used revisions are frozen">
      <form class="layout-save" onSubmit={(event) => void submit(event)}>
        <TextField
          name="reason"
          label="Why there is this revision"
          value={reason}
          problem={
            asked && tooShort
              ? `Say in a few words why, ${SHORTEST_REASON} characters or more.`
              : null
          }
          onInput={setReason}
        />
        <button type="submit" class="primary" disabled={!isClean || !upToDate}>
          Save {draft.drawing?.id ?? ""} revision {draft.drawing?.revision ?? ""}
        </button>
        <Notice message={message}>
          {isClean || check === null ? null : "With errors it cannot be saved."}
        </Notice>
      </form>
    </Panel>
  );
}
