import { useState } from "preact/hooks";
import type { TrailEntryView } from "../../api/trail-views.ts";
import { formatCount, formatInstant } from "../format.ts";
import { Notice, refusal } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import type { PageProps } from "../shell/lazy-page.tsx";
import "../style/trail.css";
import { TrailCheck } from "./trail-check.tsx";
import { TrailFilterBar } from "./trail-filters.tsx";
import { filtersOf, searchOf, type TrailFilters } from "./trail-search.ts";
import { useTrail } from "./use-trail.ts";

/** Who did what, when and why; searched, proven whole and taken away as a file. */
export default function TrailPage({ state, route }: PageProps) {
  const [filters, setFilters] = useState(() => filtersOf(route.search));
  const { trail, problem, older } = useTrail(filters, state.bench?.lastEventId ?? -1);

  const change = (next: TrailFilters): void => {
    setFilters(next);
    // Typing makes no history: Back leaves the page.
    history.replaceState(null, "", `#/trail?${searchOf(next)}`);
  };

  return (
    <main class="trail">
      <Panel title="Audit trail" note="who did what, when and why">
        <TrailCheck />
        <TrailFilterBar filters={filters} trail={trail} onChange={change} />
        {problem === null ? null : <Notice message={refusal(problem)} />}
        <p class="trail-count" aria-live="polite">
          {trail === null ? "Looking …" : countWords(trail.total)}
        </p>
        <div class="table-frame">
          <table class="trail-table">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What happened</th>
                <th scope="col">Why</th>
                <th scope="col">Entry</th>
              </tr>
            </thead>
            <tbody>
              {trail?.entries.map((entry) => (
                <EntryRow key={entry.seq} entry={entry} />
              ))}
            </tbody>
          </table>
        </div>
        {older === null ? null : (
          <button type="button" class="trail-older" onClick={older}>
            Show older entries
          </button>
        )}
      </Panel>
    </main>
  );
}

function countWords(total: number): string {
  if (total === 0) return "No entry fits.";
  return total === 1 ? "One entry fits." : `${formatCount(total)} entries fit, newest first.`;
}

function EntryRow({ entry }: { entry: TrailEntryView }) {
  return (
    <tr>
      <td class="trail-when">
        <time dateTime={entry.atUtc} title={entry.atUtc}>
          {formatInstant(entry.atUtc)}
        </time>
      </td>
      <td>{entry.actor}</td>
      <td>
        <span class="trail-sentence">{entry.sentence}</span>
      </td>
      <td>{entry.reason ?? <span class="soft">–</span>}</td>
      <td class="trail-detail">
        <details>
          <summary>
            {formatCount(entry.seq)} <span class="unseen">: all of it</span>
          </summary>
          <dl class="facts">
            <div>
              <dt>Action</dt>
              <dd>{entry.action}</dd>
            </div>
            <div>
              <dt>Subject</dt>
              <dd>
                {entry.subjectName ?? ""} <code>{entry.subject}</code>
              </dd>
            </div>
            <div>
              <dt>Time (UTC)</dt>
              <dd>{entry.atUtc}</dd>
            </div>
            <div>
              <dt>Hash</dt>
              <dd>
                <code>{entry.sha256}</code>
              </dd>
            </div>
          </dl>
          <pre>{JSON.stringify(entry.detail, null, 2)}</pre>
        </details>
      </td>
    </tr>
  );
}
