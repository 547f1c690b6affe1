import { useId, useState } from "preact/hooks";
import type { DrawnLayout } from "../../domain/drawn-layout.ts";
import { ROLES, type Role } from "../../domain/layout.ts";
import type { WellName } from "../../domain/well.ts";
import {
  asArm,
  asRole,
  changeWells,
  type DrawnField,
  fillSeries,
  type SeriesFill,
  seriesDoses,
  withField,
} from "./change-drawing.ts";

interface ToolProps {
  readonly drawing: DrawnLayout;
  readonly wells: readonly WellName[];
  readonly onDraw: (drawing: DrawnLayout) => void;
}

const OWN_ROLES = ROLES.filter((role) => role !== "treated" && role !== "vehicle");
const KEYS: Readonly<Partial<Record<Role, string>>> = {
  blank: "b",
  untreated: "u",
  kill: "k",
  reference: "r",
  edge: "e",
  unused: "Del",
};

/** What the selected wells become: a control, or a well of an arm. */
export function RoleTools({ drawing, wells, onDraw }: ToolProps) {
  return (
    <div class="draw-tools">
      <fieldset class="draw-roles">
        <legend>The selected wells are</legend>
        {OWN_ROLES.map((role) => (
          <button
            key={role}
            type="button"
            onClick={() => onDraw(changeWells(drawing, wells, (well) => asRole(well, role)))}
          >
            {role} <kbd>{KEYS[role]}</kbd>
          </button>
        ))}
        {drawing.arms.map((arm, index) => (
          <button
            key={arm.id}
            type="button"
            onClick={() => onDraw(changeWells(drawing, wells, (well) => asArm(well, arm.id)))}
          >
            {arm.id} {index < 9 ? <kbd>{index + 1}</kbd> : null}
          </button>
        ))}
      </fieldset>
      <FieldTool
        {...{ drawing, wells, onDraw }}
        field="prednisolone"
        label="Prednisolone"
        example="250 ug/mL"
      />
      <FieldTool
        {...{ drawing, wells, onDraw }}
        field="inhibitor"
        label="Inhibitor"
        example="1 uM"
      />
      <FieldTool
        {...{ drawing, wells, onDraw }}
        field="replicate"
        label="Replicate"
        example="counted"
      />
      <FieldTool
        {...{ drawing, wells, onDraw }}
        field="patientSlot"
        label="Patient slot"
        example="P1"
      />
    </div>
  );
}

/** One value for all selected wells. */
function FieldTool(props: ToolProps & { field: DrawnField; label: string; example: string }) {
  const { drawing, wells, onDraw, field, label } = props;
  const [value, setValue] = useState("");
  const id = useId();
  return (
    <form
      class="field draw-field"
      onSubmit={(event) => {
        event.preventDefault();
        onDraw(changeWells(drawing, wells, (well) => withField(well, field, value)));
      }}
    >
      <label for={id}>{label}</label>
      <input
        id={id}
        value={value}
        placeholder={props.example}
        maxLength={60}
        onInput={(event) => setValue(event.currentTarget.value)}
      />
      <button type="submit">
        Set<span class="unseen"> {label} of the selected wells</span>
      </button>
    </form>
  );
}

const DIRECTIONS: readonly { readonly along: SeriesFill["along"]; readonly words: string }[] = [
  { along: "down", words: "down the rows" },
  { along: "up", words: "up the rows" },
  { along: "right", words: "along the columns" },
  { along: "left", words: "back along the columns" },
];

/** A dilution series over the rows or columns of the selection. */
export function SeriesTool({ drawing, wells, onDraw }: ToolProps) {
  const [field, setField] = useState<SeriesFill["field"]>("prednisolone");
  const [top, setTop] = useState("250");
  const [factor, setFactor] = useState("4");
  const [steps, setSteps] = useState("7");
  const [withZero, setWithZero] = useState(true);
  const [along, setAlong] = useState<SeriesFill["along"]>("down");
  const unit = field === "prednisolone" ? "ug/mL" : "uM";
  const numbers = [top, factor, steps].map((text) => Number(text.replace(",", ".")));
  const [topDose = 0, divisor = 0, count = 0] = numbers;
  const isSeries =
    topDose > 0 && divisor > 1 && Number.isInteger(count) && count >= 1 && count <= 12;
  const doses = isSeries
    ? seriesDoses({ top: topDose, factor: divisor, steps: count, unit, withZero })
    : [];

  return (
    <form
      class="series-tool"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSeries) onDraw(fillSeries(drawing, wells, { field, doses, along }));
      }}
    >
      <Choice
        label="Series of"
        value={field}
        choices={[
          { value: "prednisolone", words: "prednisolone, µg/mL" },
          { value: "inhibitor", words: "inhibitor, µM" },
        ]}
        onChoose={(value) => setField(value as SeriesFill["field"])}
      />
      <Entry label="Highest" value={top} onInput={setTop} />
      <Entry label="Divided by" value={factor} onInput={setFactor} />
      <Entry label="Doses" value={steps} onInput={setSteps} />
      <label class="series-zero">
        <input
          type="checkbox"
          checked={withZero}
          onChange={(event) => setWithZero(event.currentTarget.checked)}
        />{" "}
        and zero
      </label>
      <Choice
        label="Direction"
        value={along}
        choices={DIRECTIONS.map((one) => ({ value: one.along, words: one.words }))}
        onChoose={(value) => setAlong(value as SeriesFill["along"])}
      />
      <button type="submit" disabled={!isSeries}>
        Fill the selection
      </button>
      <p class="series-shown" aria-live="polite">
        {isSeries
          ? doses.join(", ")
          : "A highest dose above 0, a divisor above 1 and 1 to 12 doses."}
      </p>
    </form>
  );
}

function Entry(props: { label: string; value: string; onInput: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        value={props.value}
        inputMode="decimal"
        maxLength={20}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}

export function Choice(props: {
  label: string;
  value: string;
  choices: readonly { readonly value: string; readonly words: string }[];
  onChoose: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </select>
    </div>
  );
}
