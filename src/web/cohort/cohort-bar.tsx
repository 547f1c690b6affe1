import type { CohortView } from "../../api/cohort-views.ts";
import type { CohortChoices } from "./cohort-choices.ts";
import { titleOfAnnotation } from "./cohort-words.ts";

/** What stands beside the verdicts, what groups the rows, and which samples count. */
export function CohortBar(props: {
  cohort: CohortView;
  /** Annotations that are shown. */
  columns: readonly string[];
  choices: CohortChoices;
  onChoose: (choices: CohortChoices) => void;
}) {
  const { cohort, columns, choices, onChoose } = props;
  const names = cohort.annotations.map((one) => one.name);
  return (
    <div class="cohort-bar">
      <label class="field">
        <span>Group by</span>
        <select
          value={choices.group}
          onChange={(event) => onChoose({ ...choices, group: event.currentTarget.value })}
        >
          <option value="">nothing</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {titleOfAnnotation(name)}
            </option>
          ))}
        </select>
      </label>
      <label class="cohort-tick">
        <input
          type="checkbox"
          checked={choices.allSamples}
          onChange={(event) => onChoose({ ...choices, allSamples: event.currentTarget.checked })}
        />
        <span>Count every sample of a patient</span>
      </label>
      {names.length === 0 ? null : (
        <details class="cohort-columns">
          <summary>
            Annotations shown: {columns.length} of {names.length}
          </summary>
          <fieldset>
            <legend class="unseen">Annotations shown</legend>
            {cohort.annotations.map(({ name, samples }) => (
              <label key={name} class="cohort-tick">
                <input
                  type="checkbox"
                  checked={columns.includes(name)}
                  onChange={() => onChoose({ ...choices, columns: toggled(names, columns, name) })}
                />
                <span>
                  {titleOfAnnotation(name)} <span class="soft">{samples}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </details>
      )}
    </div>
  );
}

/** In the order of the cohort. */
function toggled(
  all: readonly string[],
  shown: readonly string[],
  name: string,
): readonly string[] {
  return all.filter((one) => (one === name) !== shown.includes(one));
}
