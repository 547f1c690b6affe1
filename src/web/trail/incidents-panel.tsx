import { useEffect, useId, useState } from "preact/hooks";
import type { IncidentView } from "../../api/health-views.ts";
import { fetchIncidents, noteIncident } from "../clients/trail-client.ts";
import { formatMoment } from "../format.ts";
import { Icon } from "../parts/icon.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";

/** What went wrong with the bench itself, newest first, and what people wrote beside it. */
export function IncidentsPanel({ revision }: { revision: number }) {
  const [incidents, setIncidents] = useState<readonly IncidentView[]>([]);
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => {
    if (revision < 0) return;
    let wanted = true;
    fetchIncidents().then(
      (loaded) => wanted && setIncidents(loaded),
      (error) => wanted && setMessage(refusal(error)),
    );
    return () => {
      wanted = false;
    };
  }, [revision]);

  const note = async (id: string, text: string): Promise<boolean> => {
    try {
      setIncidents(await noteIncident(id, text));
      setMessage(null);
      return true;
    } catch (error) {
      setMessage(refusal(error));
      return false;
    }
  };

  const going = incidents.filter(({ endedAtUtc }) => endedAtUtc === null).length;
  const state =
    incidents.length === 0 ? "none" : going === 0 ? "none goes on" : `${going} going on`;
  return (
    <Panel title="Incidents of the bench" note={state}>
      {message === null ? null : <Notice message={message} />}
      {incidents.length === 0 ? null : (
        <ul class="notice-list">
          {incidents.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} note={note} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function IncidentRow(props: {
  incident: IncidentView;
  note: (id: string, text: string) => Promise<boolean>;
}) {
  const { id, part, sentence, beganAtUtc, endedAtUtc, endSentence, notes } = props.incident;
  const goesOn = endedAtUtc === null;
  return (
    <li class={`notice-row tone-edge-${goesOn ? "look" : "calm"} ${goesOn ? "" : "notice-ended"}`}>
      <span class={`notice-sign tone-${goesOn ? "look" : "calm"}`}>
        <Icon name={goesOn ? "warning" : "dots"} />
      </span>
      <div class="notice-words">
        <p class="notice-title">{part}</p>
        <p>{sentence}</p>
        <p class="soft">
          <time dateTime={beganAtUtc}>{formatMoment(beganAtUtc)}</time>
          {endedAtUtc === null
            ? " – goes on"
            : ` – ${formatMoment(endedAtUtc)}. ${endSentence ?? ""}`}
        </p>
        {notes.map(({ text, by, atUtc }) => (
          <p key={`${atUtc} ${by}`}>
            “{text}” <span class="soft">{`${by}, ${formatMoment(atUtc)}`}</span>
          </p>
        ))}
      </div>
      <NoteForm part={part} onNote={(text) => props.note(id, text)} />
    </li>
  );
}

/** Opens at a click: a list of fields would hide what happened. */
function NoteForm(props: { part: string; onNote: (text: string) => Promise<boolean> }) {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <div class="notice-actions">
        <button type="button" onClick={() => setText("")}>
          Add a note<span class="unseen"> on {props.part}</span>
        </button>
      </div>
    );
  }
  return (
    <form
      class="incident-note"
      onSubmit={(event) => {
        event.preventDefault();
        void props.onNote(text).then((taken) => taken && setText(null));
      }}
    >
      <div class="field">
        <label for={id}>What was found or done</label>
        <textarea
          id={id}
          rows={2}
          required
          maxLength={2000}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <div class="notice-actions">
        <button type="button" onClick={() => setText(null)}>
          Cancel
        </button>
        <button type="submit" class="primary" disabled={text.trim() === ""}>
          Save the note
        </button>
      </div>
    </form>
  );
}
