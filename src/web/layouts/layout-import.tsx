import { useId, useState } from "preact/hooks";
import type { ImportedLayoutView, LayoutSource } from "../../api/layout-views.ts";
import { importLayout } from "../clients/layout-client.ts";
import { TextField } from "../parts/fields.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { pageAddress } from "../route.ts";
import { Choice } from "./draw-tools.tsx";
import { keepDraft } from "./kept-drafts.ts";

const SOURCES: readonly { readonly value: LayoutSource; readonly words: string }[] = [
  { value: "plater", words: "plater: 8 × 12 blocks, one a property" },
  { value: "wellmap", words: "wellmap: a TOML file" },
  { value: "csv", words: "CSV: one line a well" },
];

/** Another program's layout becomes a draft; what could not be taken over is said before anything is drawn. */
export function LayoutImport() {
  const [source, setSource] = useState<LayoutSource>("plater");
  const [id, setId] = useState("");
  const [text, setText] = useState("");
  const [imported, setImported] = useState<ImportedLayoutView | null>(null);
  const [message, setMessage] = useState<Message | null>(null);
  const area = useId();

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    try {
      setImported(await importLayout({ source, text, id: id.trim() }));
      setMessage(null);
    } catch (error) {
      setImported(null);
      setMessage(refusal(error));
    }
  };
  const open = (draft: string): void => {
    keepDraft({ key: "new", text: draft, drawing: null, source: "text" });
    location.hash = pageAddress("layouts", "new");
  };

  return (
    <Panel title="Take over a layout" note="nothing is saved yet">
      <form class="layout-import" onSubmit={(event) => void submit(event)}>
        <Choice
          label="It is"
          value={source}
          choices={SOURCES}
          onChoose={(value) => setSource(value as LayoutSource)}
        />
        <TextField
          name="id"
          label="Short name it gets here"
          value={id}
          problem={null}
          onInput={setId}
        />
        <div class="field field-wide">
          <label for={area}>Its text, pasted here, or a file:</label>
          <input
            type="file"
            aria-label="File of the layout"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file !== undefined) void file.text().then(setText);
            }}
          />
          <textarea
            id={area}
            rows={14}
            spellcheck={false}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="primary" disabled={text.trim() === "" || id.trim() === ""}>
          Read it
        </button>
        <Notice message={message} />
      </form>
      {imported === null ? null : (
        <div class="layout-imported" aria-live="polite">
          {imported.remarks.length === 0 ? <p>Everything was taken over.</p> : null}
          <ul class="layout-turns">
            {imported.remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
          {imported.text === null ? (
            <p>
              <strong>There are errors, so there is no draft.</strong> Mend the file and read it
              again.
            </p>
          ) : (
            <button type="button" class="primary" onClick={() => open(imported.text ?? "")}>
              Go on with the draft
            </button>
          )}
        </div>
      )}
    </Panel>
  );
}
