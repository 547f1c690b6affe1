import { useState } from "preact/hooks";
import type { PlanChoicesView, PlanFindingView } from "../../api/plan-views.ts";
import { RAS_STATUSES } from "../../domain/plan.ts";
import { savePlan } from "../clients/plan-client.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { pageAddress } from "../route.ts";
import { EditGrid, type GridColumn } from "./edit-grid.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { filledRows } from "./grid-rows.ts";
import { keepSheet, keptSheet } from "./kept-sheet.ts";
import {
  draftOfSheet,
  drugSlotsOf,
  EMPTY_SHEET,
  fieldOf,
  findingsAt,
  isUntouched,
  type PlanSheet,
} from "./plan-sheet.ts";
import { PlanText } from "./plan-text.tsx";
import { SeriesForm } from "./series-form.tsx";
import { usePlanCheck } from "./use-plan-check.ts";

const SAMPLE_COLUMNS: readonly GridColumn[] = [
  { key: "id", label: "Sample", example: "A" },
  { key: "patient", label: "Patient’s pseudonym", example: "ALL-0001" },
  { key: "ras", label: "RAS status", choices: RAS_STATUSES, example: "unknown" },
  { key: "genes", label: "Mutated genes", example: "KRAS NRAS" },
  { key: "blastsDay4Percent", label: "Blasts on day 4, %", example: "not counted" },
];

/** A plan while it is made. What is typed stays when the page is left or locked, until it is saved or emptied. */
export function PlanEditor(props: { choices: PlanChoicesView }) {
  const { choices } = props;
  const [sheet, setSheet] = useState(keptSheet());
  const [message, setMessage] = useState<Message | null>(null);
  const [saving, setSaving] = useState(false);
  const checking = usePlanCheck(sheet);
  const { check, upToDate } = checking;
  const findings = check?.findings ?? [];
  const change = (part: Partial<PlanSheet>): void => {
    const next = { ...sheet, ...part };
    keepSheet(next);
    setSheet(next);
    setMessage(null);
  };
  const samples = filledRows(sheet.samples)
    .map((row) => (row.id ?? "").trim())
    .filter((id) => id !== "");
  const goTo = (finding: PlanFindingView): void =>
    document.getElementById(fieldOf(finding, sheet))?.focus();
  const save = (): void => {
    setSaving(true);
    savePlan(draftOfSheet(sheet, new Date())).then(
      (plan) => {
        keepSheet(EMPTY_SHEET);
        location.hash = pageAddress("plan", plan.planId);
      },
      (error: unknown) => {
        setMessage(refusal(error));
        setSaving(false);
      },
    );
  };
  const canSave = check?.usable === true && upToDate && !saving;

  return (
    <div class="plan-editor">
      <div class="plan-fields">
        <Panel title="Plan" class="plan-head">
          <div class="plan-names">
            <PlanField
              name="title"
              label="Title"
              value={sheet.title}
              example="Prednisolone with four inhibitors, week 10"
              onInput={(title) => change({ title })}
            />
            <PlanField
              name="id"
              label="Short name"
              value={sheet.id}
              example="week-10"
              onInput={(id) => change({ id })}
            />
          </div>
          <div class="actions">
            <button type="button" class="primary" disabled={!canSave} onClick={save}>
              Save the plan
            </button>
            <button
              type="button"
              onClick={() => change(EMPTY_SHEET)}
              disabled={sheet === EMPTY_SHEET}
            >
              Empty all fields
            </button>
            <a class="open-plate" href={pageAddress("plan")}>
              All plans
            </a>
          </div>
          <Notice message={message} />
        </Panel>
        <Panel title="Samples" note="cells of one patient, one date, one state" class="wide">
          <EditGrid
            name="sample"
            caption="Samples"
            columns={SAMPLE_COLUMNS}
            rows={sheet.samples}
            findings={findingsAt(findings, "sample", sheet.samples)}
            onChange={(rows) => change({ samples: rows })}
          />
        </Panel>
        <Panel title="Plates" note={HOW} class="wide">
          <SeriesForm
            samples={samples}
            onAdd={(rows) => change({ plates: [...filledRows(sheet.plates), ...rows] })}
          />
          <EditGrid
            name="plate"
            caption="Plates"
            columns={plateColumns(sheet, choices, samples)}
            rows={sheet.plates}
            findings={findingsAt(findings, "plate", sheet.plates)}
            onChange={(rows) => change({ plates: rows })}
          />
        </Panel>
        <Panel title="Lots" note="so that a bad lot can be traced to its plates" class="wide">
          <EditGrid
            name="lot"
            caption="Lots of compounds"
            columns={lotColumns(choices)}
            rows={sheet.lots}
            findings={findingsAt(findings, "lot", sheet.lots)}
            onChange={(rows) => change({ lots: rows })}
          />
        </Panel>
        <PlanText text={check?.text ?? ""} name={sheet.id} />
      </div>
      <FindingsPanel checking={checking} untouched={isUntouched(sheet)} onGoTo={goTo} />
    </div>
  );
}

const HOW = "Enter goes down, Tab to the right, Ctrl+D copies from above, blocks can be pasted";

function PlanField(props: {
  name: string;
  label: string;
  value: string;
  example: string;
  onInput: (text: string) => void;
}) {
  const id = `plan-${props.name}`;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        value={props.value}
        placeholder={props.example}
        maxLength={200}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}

function plateColumns(
  sheet: PlanSheet,
  choices: PlanChoicesView,
  samples: readonly string[],
): GridColumn[] {
  const layouts = choices.layouts.map(({ id, revision, newest }) =>
    newest ? id : `${id}@${revision}`,
  );
  return [
    { key: "barcode", label: "Barcode", example: "scan or type" },
    { key: "sample", label: "Sample", choices: samples },
    { key: "layoutId", label: "Layout", choices: layouts },
    ...drugSlotsOf(sheet, choices).map((slot) => ({ key: slot, label: `Compound ${slot}` })),
    { key: "due", label: "Due", example: "2026-03-06 15:00" },
    { key: "reader", label: "Reader", choices: choices.readers, example: "any" },
  ];
}

function lotColumns(choices: PlanChoicesView): GridColumn[] {
  const compounds = [...new Set(choices.layouts.flatMap((layout) => layout.compounds))];
  return [
    { key: "compound", label: "Compound", choices: compounds.sort() },
    { key: "lot", label: "Lot" },
  ];
}
