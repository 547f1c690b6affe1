import type { ScanView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { TextField } from "../parts/fields.tsx";
import { Icon } from "../parts/icon.tsx";
import { plateAddress } from "../route.ts";
import { REREAD_REASONS } from "./reread-reasons.ts";

/** What speaks against counting a reading, and the server's refusal of it, where there was one. */
export interface Bar {
  readonly sentence: string;
  readonly refused: string | null;
}

/** Why a plate is read again; the usual reasons at a press. */
export function RereadReason(props: {
  earlier: NonNullable<ScanView["alreadyRead"]>;
  value: string;
  problem: string | null;
  onInput: (value: string) => void;
}) {
  const { earlier } = props;
  return (
    <fieldset class="field field-wide">
      <legend>
        Read before ({formatMoment(earlier.capturedAtUtc)},{" "}
        <a href={plateAddress(earlier.plateId)}>see that plate</a>). Why again?
      </legend>
      <div class="choices">
        {REREAD_REASONS.map((reason) => (
          <button
            key={reason}
            type="button"
            onClick={(event) => {
              props.onInput(reason);
              // Enter goes on from here, with whatever is added to the reason.
              event.currentTarget.closest("fieldset")?.querySelector("input")?.focus();
            }}
          >
            {reason}
          </button>
        ))}
      </div>
      <TextField
        name="rereadReason"
        label="Reason"
        value={props.value}
        problem={props.problem}
        onInput={props.onInput}
      />
    </fieldset>
  );
}

/** Why a reading may count that says of itself that it should not. No reasons to choose from: somebody must think. */
export function BarReason(props: {
  bar: Bar;
  value: string;
  problem: string | null;
  onInput: (value: string) => void;
}) {
  const { bar, value } = props;
  return (
    <div class="field-wide bar-reason">
      <p class="bar-sentence tone-look">
        <Icon name="warning" /> <span>{bar.sentence}</span>
      </p>
      <TextField
        name="barReason"
        label="Why may it count?"
        value={value}
        problem={props.problem ?? (value.trim() === "" ? bar.refused : null)}
        onInput={props.onInput}
      />
    </div>
  );
}
