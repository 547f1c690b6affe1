import "../style/people.css";
import { useState } from "preact/hooks";
import type { PersonView } from "../../api/people-views.ts";
import { fetchPeople } from "../clients/people-client.ts";
import { Panel } from "../parts/panel.tsx";
import type { PageProps } from "../shell/lazy-page.tsx";
import { AddPersonForm } from "./add-person-form.tsx";
import { ChangePersonDialog } from "./change-person-dialog.tsx";
import { PeopleTable } from "./people-table.tsx";
import { TokensPanel } from "./tokens-panel.tsx";
import { useLoaded } from "./use-loaded.ts";

/** Accounts and tokens, for administrators. */
export default function PeoplePage({ state }: PageProps) {
  const revision = state.bench?.lastEventId ?? -1;
  const { view: people, problem, reload } = useLoaded(fetchPeople, revision);
  const [changing, setChanging] = useState<PersonView | null>(null);
  return (
    <main class="people">
      <h1>People</h1>
      <Panel title="Accounts" note="deactivated, never deleted: their names stay in the records">
        {problem === null ? null : <p class="field-problem">{problem}</p>}
        <PeopleTable people={people ?? []} onChange={setChanging} />
        <details class="people-add">
          <summary>Add somebody</summary>
          <AddPersonForm onAdded={reload} />
        </details>
      </Panel>
      <TokensPanel revision={revision} />
      {changing === null ? null : (
        <ChangePersonDialog
          key={changing.id}
          person={changing}
          onChanged={reload}
          onClose={() => setChanging(null)}
        />
      )}
    </main>
  );
}
