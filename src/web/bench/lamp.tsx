import type { ComponentChildren } from "preact";
import { Icon } from "../parts/icon.tsx";
import type { Wording } from "../words.ts";

/** A result large enough to be read across a room: its word in shape and colour, whose it is, why, and what to do. */
export function Lamp(props: {
  wording: Wording;
  barcode: string;
  /** Empty where the plate is nobody's. */
  sample: string;
  when: string;
  sentence: string;
  remedy: string;
  /** Further reasons in a few words. */
  inShort?: readonly string[];
  /** What to press now; nothing where there is nothing to do. */
  children?: ComponentChildren;
}) {
  const { wording, inShort = [] } = props;
  return (
    <div class={`lamp tone-${wording.tone}`} role="status">
      <p class="lamp-head">
        <Icon name={wording.icon} />
        <span class="lamp-word">{wording.word}</span>
      </p>
      <p class="lamp-plate">
        {props.barcode}{" "}
        <span class="soft">
          {props.sample === "" ? "" : `sample ${props.sample}, `}
          {props.when}
        </span>
      </p>
      <p class="lamp-sentence">{props.sentence}</p>
      <p class="lamp-remedy">{props.remedy}</p>
      <p class="lamp-reasons">{inShort.join(" · ")}</p>
      <div class="lamp-actions">{props.children}</div>
    </div>
  );
}
