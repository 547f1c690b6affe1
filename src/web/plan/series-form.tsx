import { useState } from "preact/hooks";
import { TextField } from "../parts/fields.tsx";
import { dueFromText } from "./due-text.ts";
import type { GridRow } from "./grid-rows.ts";
import { plateSeries, type SeriesOrder, seriesProblem } from "./plate-series.ts";

const FIRST = {
  pattern: "ALL-####-{n}",
  from: "1",
  platesPerSample: "1",
  layoutId: "",
  firstDue: "",
  minutesApart: "10",
};

/** Plates for every sample of the plan at once: barcodes of a pattern, times one after the other. */
export function SeriesForm(props: {
  samples: readonly string[];
  onAdd: (rows: readonly GridRow[]) => void;
}) {
  const [texts, setTexts] = useState(FIRST);
  const [asked, setAsked] = useState(false);
  const order = orderOf(texts, props.samples);
  const problem = seriesProblem(order) ?? dueProblem(texts.firstDue);
  const set = (key: keyof typeof FIRST) => (text: string) => setTexts({ ...texts, [key]: text });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (problem === null) props.onAdd(plateSeries(order));
  };
  const rows = problem === null ? plateSeries(order) : [];
  return (
    <form class="series-form" onSubmit={submit} autocomplete="off">
      <TextField
        name="pattern"
        label="Barcodes"
        value={texts.pattern}
        problem={asked ? problem : null}
        onInput={set("pattern")}
      />
      <TextField
        name="from"
        label="First number"
        value={texts.from}
        problem={null}
        onInput={set("from")}
      />
      <TextField
        name="platesPerSample"
        label="Plates a sample"
        value={texts.platesPerSample}
        problem={null}
        onInput={set("platesPerSample")}
      />
      <TextField
        name="seriesLayout"
        label="Layout"
        value={texts.layoutId}
        list="plate-layoutId-choices"
        problem={null}
        onInput={set("layoutId")}
      />
      <TextField
        name="firstDue"
        label="First due"
        value={texts.firstDue}
        problem={null}
        onInput={set("firstDue")}
      />
      <TextField
        name="minutesApart"
        label="Minutes apart"
        value={texts.minutesApart}
        problem={null}
        onInput={set("minutesApart")}
      />
      <p class="series-example soft">
        {rows.length === 0
          ? "# are digits of the sample’s number, {n} counts its plates. Times: 2026-03-06 15:00, or 15:00 for today."
          : `A series of ${rows.length}: ${rows[0]?.barcode} … ${rows.at(-1)?.barcode}`}
      </p>
      <button type="submit">Add these plates</button>
    </form>
  );
}

function orderOf(texts: typeof FIRST, samples: readonly string[]): SeriesOrder {
  const due = dueFromText(texts.firstDue, new Date());
  const time = Date.parse(due);
  return {
    pattern: texts.pattern,
    from: wholeNumber(texts.from) ?? 1,
    platesPerSample: wholeNumber(texts.platesPerSample) ?? 0,
    layoutId: texts.layoutId.trim(),
    samples,
    firstDue: texts.firstDue.trim() === "" || Number.isNaN(time) ? null : new Date(time),
    minutesApart: wholeNumber(texts.minutesApart) ?? 0,
  };
}

function dueProblem(text: string): string | null {
  if (text.trim() === "" || !Number.isNaN(Date.parse(dueFromText(text, new Date())))) return null;
  return "The first time is none: write 2026-03-06 15:00, or 15:00 for today.";
}

function wholeNumber(text: string): number | null {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : null;
}
