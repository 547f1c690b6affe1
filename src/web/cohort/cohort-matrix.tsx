import { Fragment } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { CohortView } from "../../api/cohort-views.ts";
import type { WorklistRowView } from "../../api/review-views.ts";
import {
  annotationSort,
  armSort,
  type CohortChoices,
  LC50_SORT,
  PATIENT_SORT,
  sortedBy,
} from "./cohort-choices.ts";
import { groupSamples, type SampleGroup } from "./cohort-order.ts";
import { CohortRow } from "./cohort-row.tsx";
import { titleOfAnnotation } from "./cohort-words.ts";
import { moveInMatrix } from "./move-in-matrix.ts";
import { WideFrame } from "./wide-frame.tsx";

/** Samples by inhibitors. One link can be reached by Tab; the arrow keys go on from there. */
export function CohortMatrix(props: {
  cohort: CohortView;
  columns: readonly string[];
  plates: ReadonlyMap<string, WorklistRowView>;
  choices: CohortChoices;
  onChoose: (choices: CohortChoices) => void;
}) {
  const { cohort, columns, choices } = props;
  const table = useRef<HTMLTableElement>(null);
  const groups = groupSamples(cohort.samples, choices);
  const width = 2 + cohort.arms.length + columns.length;

  const reachable = (link: HTMLElement): void => {
    for (const other of table.current?.querySelectorAll<HTMLElement>("tbody a") ?? []) {
      other.tabIndex = other === link ? 0 : -1;
    }
  };
  // A drawing may have taken away the one link that Tab leads to.
  useLayoutEffect(() => {
    if (table.current?.querySelector("tbody a[tabindex='0']") != null) return;
    const first = table.current?.querySelector<HTMLElement>("tbody a");
    if (first != null) first.tabIndex = 0;
  });
  const head = (label: string, sort: string, unit: string | null = null, name = "") => (
    <SortHead
      key={sort}
      label={label}
      unit={unit}
      class={name}
      sorted={choices.sort === sort ? (choices.falling ? "descending" : "ascending") : null}
      onSort={() => props.onChoose(sortedBy(choices, sort))}
    />
  );

  return (
    <WideFrame label="Samples by inhibitors">
      <table
        ref={table}
        class="cohort-matrix"
        onKeyDown={(event) => {
          if (event.ctrlKey || event.altKey || event.metaKey) return;
          if (moveInMatrix(event.currentTarget, event.key)) event.preventDefault();
        }}
        onFocusIn={(event) => {
          const link = event.target instanceof HTMLElement ? event.target.closest("a") : null;
          if (link !== null) reachable(link);
        }}
      >
        <thead>
          <tr>
            {head("Patient", PATIENT_SORT, null, "cohort-sample")}
            {cohort.arms.map((arm) => head(arm, armSort(arm)))}
            {head("Prednisolone LC50", LC50_SORT, "vehicle, µg/mL")}
            {columns.map((name) =>
              head(titleOfAnnotation(name), annotationSort(name), unitOf(cohort, name)),
            )}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group.value ?? ""}>
              {choices.group === "" ? null : (
                <GroupHead group={group} name={choices.group} width={width} />
              )}
              {group.samples.map((sample) => (
                <CohortRow
                  key={sample.sample}
                  sample={sample}
                  arms={cohort.arms}
                  columns={columns}
                  plates={props.plates}
                />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </WideFrame>
  );
}

/** Null also where the title ends with it. */
function unitOf(cohort: CohortView, name: string): string | null {
  const unit = cohort.annotations.find((one) => one.name === name)?.unit ?? null;
  return unit !== null && titleOfAnnotation(name).endsWith(unit) ? null : unit;
}

function GroupHead(props: { group: SampleGroup; name: string; width: number }) {
  const { value, samples } = props.group;
  return (
    <tr class="cohort-group">
      <th scope="rowgroup" class="cohort-sample">
        {titleOfAnnotation(props.name)}: {value ?? "not known"}
        <span class="cohort-small">
          {samples.length} {samples.length === 1 ? "sample" : "samples"}
        </span>
      </th>
      <td colSpan={props.width - 1} />
    </tr>
  );
}

function SortHead(props: {
  label: string;
  unit: string | null;
  class: string;
  sorted: "ascending" | "descending" | null;
  onSort: () => void;
}) {
  const { sorted, unit } = props;
  return (
    <th scope="col" class={props.class} {...(sorted === null ? {} : { "aria-sort": sorted })}>
      <button type="button" class="cohort-sort" onClick={props.onSort}>
        {props.label}
        <span aria-hidden="true">
          {sorted === null ? " " : sorted === "ascending" ? " ▲" : " ▼"}
        </span>
        {unit === null ? null : <span class="cohort-small">{unit}</span>}
      </button>
    </th>
  );
}
