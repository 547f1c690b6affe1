import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { ReviewState, WorklistCountsView } from "../../api/review-views.ts";
import type { Lamp } from "../../domain/lamp.ts";
import type { ListFilter } from "../../domain/worklist-index.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { wordOfClass, wordOfLamp } from "../words.ts";
import { wordOfState } from "./review-words.ts";
import {
  isFiltered,
  LAMPS_SHOWN,
  MARKS,
  type Mark,
  NO_FILTERS,
  REVIEW_STATES,
  toggled,
  VERDICTS_SHOWN,
  type WorklistFilters,
} from "./worklist-filters.ts";

interface Choice {
  readonly value: string;
  readonly word: string;
  readonly icon: IconName;
}

const markWords: Record<Mark, Choice> = {
  mine: { value: "mine", word: "Needs my signature", icon: "flag" },
  suspicious: { value: "suspicious", word: "Suspicious numbers", icon: "warning" },
  provisional: { value: "provisional", word: "Provisional", icon: "clock" },
};

const stateChoices = REVIEW_STATES.map((state: ReviewState): Choice => {
  const { word, icon } = wordOfState(state);
  return { value: state, word, icon };
});

const lampChoices = LAMPS_SHOWN.map((lamp: Lamp): Choice => {
  const { word, icon } = wordOfLamp(lamp);
  return { value: lamp, word, icon };
});

const verdictChoices = VERDICTS_SHOWN.map((name): Choice => {
  if (name === "nothing") return { value: name, word: "nothing flagged", icon: "empty" };
  return { value: name, word: name, icon: wordOfClass(name).icon };
});

/** What the worklist shows, each choice with how many plates it would leave. */
export function FilterPanel(props: {
  filters: WorklistFilters;
  /** Null before they are known. */
  counts: WorklistCountsView | null;
  searchField: RefObject<HTMLInputElement | null>;
  onFilter: (filters: WorklistFilters) => void;
  /** Enter in the search field. */
  onEnter: () => void;
}) {
  const { filters, counts, onFilter } = props;
  const known = useKnownReaders(counts);
  const readers = [...new Set([...known, ...filters.readers])].sort();
  const list = (title: string, name: ListFilter, choices: readonly Choice[]) => (
    <Facet
      title={title}
      choices={choices}
      chosen={filters[name]}
      counts={counts?.[name] ?? null}
      onToggle={(value) => onFilter(toggled(filters, name, value))}
    />
  );
  return (
    <search class="panel review-filters" aria-label="Filter the plates">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onEnter();
        }}
      >
        <div class="field">
          <label for="worklist-text">Barcode, sample, patient</label>
          <input
            id="worklist-text"
            ref={props.searchField}
            type="search"
            maxLength={200}
            value={filters.text}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => onFilter({ ...filters, text: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === "Escape") event.currentTarget.blur();
            }}
          />
        </div>
        {list(
          "Only",
          "marks",
          MARKS.map((mark) => markWords[mark]),
        )}
        {list("State", "states", stateChoices)}
        {list("Lamp", "lamps", lampChoices)}
        {list("Inhibitors", "verdicts", verdictChoices)}
        {list(
          "Reader",
          "readers",
          readers.map((reader): Choice => ({ value: reader, word: reader, icon: "dots" })),
        )}
        <fieldset class="facet facet-days">
          <legend>Read</legend>
          <Day label="from" value={filters.from} onDay={(from) => onFilter({ ...filters, from })} />
          <Day label="to" value={filters.to} onDay={(to) => onFilter({ ...filters, to })} />
        </fieldset>
        <button
          type="button"
          class="facet-clear"
          disabled={!isFiltered(filters)}
          onClick={() => onFilter(NO_FILTERS)}
        >
          Clear filters
        </button>
      </form>
    </search>
  );
}

/** Readers that have been told of: they stay when their plates are too many to count. */
function useKnownReaders(counts: WorklistCountsView | null): ReadonlySet<string> {
  const known = useRef<ReadonlySet<string>>(new Set());
  const told = Object.keys(counts?.readers ?? {});
  if (told.some((reader) => !known.current.has(reader))) {
    known.current = new Set([...known.current, ...told]);
  }
  return known.current;
}

function Facet(props: {
  title: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  /** Null where they are too many to count. */
  counts: Readonly<Record<string, number>> | null;
  onToggle: (value: string) => void;
}) {
  const { chosen, counts } = props;
  if (props.choices.length === 0) return null;
  return (
    <fieldset class="facet">
      <legend>{props.title}</legend>
      {props.choices.map(({ value, word, icon }) => (
        <label key={value} class="facet-choice">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => props.onToggle(value)}
          />
          <Icon name={icon} />
          <span class="facet-word">{word}</span>
          <span class="facet-count">{counts === null ? "" : (counts[value] ?? 0)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Day(props: { label: string; value: string; onDay: (day: string) => void }) {
  return (
    <label class="facet-day">
      <span>{props.label}</span>
      <input
        type="date"
        value={props.value}
        onInput={(event) => props.onDay(event.currentTarget.value)}
      />
    </label>
  );
}
