import { useId } from "preact/hooks";
import type { TrailView } from "../../api/trail-views.ts";
import type { TrailFilters } from "./trail-search.ts";

/** What is looked for; every change is looked for at once. */
export function TrailFilterBar(props: {
  filters: TrailFilters;
  trail: TrailView | null;
  onChange: (filters: TrailFilters) => void;
}) {
  const { filters, trail, onChange } = props;
  const change = (name: keyof TrailFilters) => (value: string) =>
    onChange({ ...filters, [name]: value });
  return (
    <search class="trail-filters">
      <TextEntry
        label="Text"
        value={filters.text}
        hint="barcode, name, reason …"
        onInput={change("text")}
      />
      <Choice
        label="Who"
        value={filters.actor}
        all="everybody"
        choices={trail?.actors ?? []}
        onChoose={change("actor")}
      />
      <Choice
        label="What"
        value={filters.action}
        all="everything"
        choices={trail?.actions ?? []}
        onChoose={change("action")}
      />
      <DayEntry label="From" value={filters.from} onInput={change("from")} />
      <DayEntry label="Until" value={filters.until} onInput={change("until")} />
    </search>
  );
}

function TextEntry(props: {
  label: string;
  value: string;
  hint: string;
  onInput: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="search"
        value={props.value}
        placeholder={props.hint}
        maxLength={100}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}

function DayEntry(props: { label: string; value: string; onInput: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="date"
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}

function Choice(props: {
  label: string;
  value: string;
  all: string;
  choices: readonly string[];
  onChoose: (value: string) => void;
}) {
  const id = useId();
  const known = new Set(props.choices);
  if (props.value !== "") known.add(props.value);
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        <option value="">{props.all}</option>
        {[...known].sort().map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </div>
  );
}
