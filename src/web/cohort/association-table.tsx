import type { AssociationView, CohortView } from "../../api/cohort-views.ts";
import { formatConcentration, formatP } from "../format.ts";
import { Icon } from "../parts/icon.tsx";
import type { CohortChoices } from "./cohort-choices.ts";
import { titleOfAnnotation, wordsOfOutcome, wordsOfTest } from "./cohort-words.ts";
import { WideFrame } from "./wide-frame.tsx";

const collator = new Intl.Collator("en-GB", { numeric: true });

/** How verdicts and LC50 go together with each annotation: every test that was made, the smallest P first. */
export function AssociationTable(props: {
  cohort: CohortView;
  choices: CohortChoices;
  onChoose: (choices: CohortChoices) => void;
}) {
  const { cohort, choices } = props;
  const { associations } = cohort;
  return (
    <>
      <div class="cohort-bar">
        <label class="field">
          <span>Against</span>
          <select
            value={choices.against ?? ""}
            onChange={(event) => {
              const { value } = event.currentTarget;
              props.onChoose({ ...choices, against: value === "" ? null : value });
            }}
          >
            <option value="">every annotation</option>
            {cohort.annotations.map(({ name }) => (
              <option key={name} value={name}>
                {titleOfAnnotation(name)}
              </option>
            ))}
          </select>
        </label>
        <p class="soft">
          {associations.length} {associations.length === 1 ? "test" : "tests"}; q is adjusted over{" "}
          {cohort.familySize} {cohort.familySize === 1 ? "P value" : "P values"}.
        </p>
      </div>
      {associations.length === 0 ? (
        <p class="empty">There is nothing to compare: no annotation has two groups yet.</p>
      ) : (
        <WideFrame label="Associations">
          <table class="association-table">
            <thead>
              <tr>
                <th scope="col">Outcome</th>
                <th scope="col">Annotation</th>
                <th scope="col">Test</th>
                <th scope="col" class="number">
                  Samples
                </th>
                <th scope="col" class="number">
                  P
                </th>
                <th scope="col" class="number">
                  q
                </th>
                <th scope="col" class="number">
                  Smallest possible P
                </th>
                <th scope="col">What to mind</th>
              </tr>
            </thead>
            <tbody>
              {associations.toSorted(byP).map((one, place) => (
                <AssociationRow
                  key={`${one.arm} ${one.outcome} ${one.annotation} ${place}`}
                  one={one}
                />
              ))}
            </tbody>
          </table>
        </WideFrame>
      )}
    </>
  );
}

/** Those without a P last. */
function byP(one: AssociationView, other: AssociationView): number {
  return (
    (one.p ?? 2) - (other.p ?? 2) ||
    collator.compare(wordsOfOutcome(one), wordsOfOutcome(other)) ||
    collator.compare(one.annotation, other.annotation)
  );
}

function AssociationRow(props: { one: AssociationView }) {
  const { one } = props;
  return (
    <tr>
      <th scope="row">{wordsOfOutcome(one)}</th>
      <td>{titleOfAnnotation(one.annotation)}</td>
      <td>{wordsOfTest(one.test)}</td>
      <td class="number">{one.n}</td>
      <td class="number">{formatP(one.p)}</td>
      <td class="number">{formatP(one.q)}</td>
      <td class="number">{formatP(one.smallestP)}</td>
      <td class="association-words">
        {one.sentences.map((sentence) => (
          <p key={sentence}>
            <Icon name={one.p === null ? "question" : "warning"} /> {sentence}
          </p>
        ))}
        <Groups one={one} />
      </td>
    </tr>
  );
}

function Groups(props: { one: AssociationView }) {
  const { table, groups, oddsRatio } = props.one;
  if (table === null && groups.length === 0) return null;
  return (
    <details>
      <summary>Groups</summary>
      {table === null ? null : (
        <table class="association-groups">
          <thead>
            <tr>
              <td />
              {table.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((name, row) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {table.columns.map((column, index) => (
                  <td key={column} class="number">
                    {table.counts[row]?.[index] ?? "–"}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {oddsRatio === null ? null : (
        <p>
          Odds ratio {bound(oddsRatio.estimate)}, 95 % from {bound(oddsRatio.lower)} to{" "}
          {bound(oddsRatio.upper)}
        </p>
      )}
      {groups.map(({ group, n, median, mean }) => (
        <p key={group}>
          {group}: {n} {n === 1 ? "sample" : "samples"}
          {median === null ? "" : `, median ${formatConcentration(median)}`}
          {mean === null ? "" : `, mean ${formatConcentration(mean)}`}
        </p>
      ))}
    </details>
  );
}

/** Null stands for infinite. */
function bound(value: number | null): string {
  return value === null ? "∞" : formatConcentration(value);
}
