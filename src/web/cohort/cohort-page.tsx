import { useMemo } from "preact/hooks";
import type { CohortView } from "../../api/cohort-views.ts";
import { Badge } from "../parts/badge.tsx";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { pageAddress } from "../route.ts";
import type { PageProps } from "../shell/lazy-page.tsx";
import { wordOfClass } from "../words.ts";
import "../style/cohort.css";
import { AssociationTable } from "./association-table.tsx";
import { CohortBar } from "./cohort-bar.tsx";
import { type CohortChoices, choicesOf, searchOf } from "./cohort-choices.ts";
import { CohortMatrix } from "./cohort-matrix.tsx";
import { useCohort } from "./use-cohort.ts";

/** Annotations shown before anybody chooses. */
const FIRST_COLUMNS = 6;

const LEGEND = ["complete", "partial", "antagonistic", "inconclusive", "none"] as const;

/** Patients by inhibitors with their verdicts, what else is known of them, and how the two go together. */
export default function CohortPage({ state, route }: PageProps) {
  const search = searchOf(choicesOf(route.search));
  const choices = useMemo(() => choicesOf(new URLSearchParams(search)), [search]);
  const { cohort, plates, problem } = useCohort(choices, state.bench?.lastEventId ?? -1);
  const old = state.connection.kind === "lost" ? "old" : "";

  if (cohort === null) {
    return (
      <main class="loading" aria-live="polite">
        {problem ?? "Loading the cohort …"}
      </main>
    );
  }
  const columns = columnsOf(cohort, choices);
  return (
    <main class={`cohort ${old}`}>
      <Panel title="Cohort" note={countsOf(cohort)}>
        {problem === null ? null : (
          <Notice message={{ tone: "bad", text: problem, remedy: null }} />
        )}
        <CohortBar cohort={cohort} columns={columns} choices={choices} onChoose={choose} />
        <Legend />
        {cohort.samples.length === 0 ? (
          <p class="empty">No sample has been judged yet.</p>
        ) : (
          <CohortMatrix
            cohort={cohort}
            columns={columns}
            plates={plates}
            choices={choices}
            onChoose={choose}
          />
        )}
      </Panel>
      <Panel title="Associations" note="association, not cause; assay results for review">
        <ul class="reasons cohort-caveats">
          {cohort.caveats.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <AssociationTable cohort={cohort} choices={choices} onChoose={choose} />
      </Panel>
    </main>
  );
}

function choose(choices: CohortChoices): void {
  const search = searchOf(choices);
  const address = pageAddress("cohort");
  history.replaceState(null, "", search === "" ? address : `${address}?${search}`);
  // A replaced address tells nobody of itself.
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function columnsOf(cohort: CohortView, choices: CohortChoices): readonly string[] {
  const names = cohort.annotations.map((one) => one.name);
  const { columns } = choices;
  return columns === null
    ? names.slice(0, FIRST_COLUMNS)
    : names.filter((name) => columns.includes(name));
}

function countsOf({ patients, samples, countedSamples }: CohortView): string {
  const people = `${patients} ${patients === 1 ? "patient" : "patients"}`;
  const all = `${samples.length} ${samples.length === 1 ? "sample" : "samples"}`;
  return countedSamples === samples.length
    ? `${people}, ${all}`
    : `${people}, ${all}, ${countedSamples} counted`;
}

function Legend() {
  return (
    <p class="cohort-legend">
      <span class="soft">Sensitisation to prednisolone by the inhibitor:</span>
      {LEGEND.map((name) => (
        <Badge key={name} wording={wordOfClass(name)} />
      ))}
      <span class="cohort-missing cohort-legend-missing">not tested</span>
      <span class="soft">A letter is the grade. A verdict opens its evidence.</span>
    </p>
  );
}
