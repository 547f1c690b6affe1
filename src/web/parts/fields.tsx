import { useId } from "preact/hooks";

/** One line of text with its label and, when there is one, what is wrong with it. */
export function TextField(props: {
  name: string;
  label: string;
  value: string;
  problem: string | null;
  list?: string;
  onInput: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        name={props.name}
        value={props.value}
        list={props.list}
        maxLength={200}
        aria-invalid={props.problem !== null}
        aria-describedby={`${id}-problem`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span id={`${id}-problem`} class="field-problem">
        {props.problem}
      </span>
    </div>
  );
}

/** One of a few, as large buttons; the arrow keys move between them and Enter goes on. */
export function ChoiceField(props: {
  name: string;
  label: string;
  value: string;
  choices: readonly { readonly value: string; readonly label: string; readonly hint: string }[];
  problem: string | null;
  onChoose: (value: string) => void;
}) {
  const { choices } = props;
  return (
    <fieldset class="field field-wide">
      <legend>{props.label}</legend>
      <div class="choices">
        {choices.map((choice) => (
          <label key={choice.value} class="choice">
            <input
              type="radio"
              name={props.name}
              value={choice.value}
              checked={choice.value === props.value}
              onChange={() => props.onChoose(choice.value)}
            />
            <span class="choice-label">{choice.label}</span>
            <span class="choice-hint">{choice.hint}</span>
          </label>
        ))}
        {choices.length === 0 ? <span class="empty">None is there to choose.</span> : null}
      </div>
      <span class="field-problem">{props.problem}</span>
    </fieldset>
  );
}
