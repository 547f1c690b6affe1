import type { ComponentChildren } from "preact";
import { Icon } from "../parts/icon.tsx";
import type { Wording } from "../words.ts";

/** A result large enough to be read across a room: its word in shape and colour, whose it is, and why. */
export function Lamp(props: {
  wording: Wording;
  barcode: string;
  sample: string;
  sentences: readonly string[];
  /** Reasons in a few words, read together with the word of the lamp. */
  inShort?: readonly string[];
  when: string;
  picture?: ComponentChildren;
}) {
  const { wording } = props;
  return (
    <div class={`lamp tone-${wording.tone}`} role="status">
      <span class="lamp-light">
        <Icon name={wording.icon} />
      </span>
      <div class="lamp-text">
        <p class="lamp-word">{wording.word}</p>
        <p class="lamp-plate">
          {props.barcode}{" "}
          <span class="soft">
            sample {props.sample}, {props.when}
          </span>
        </p>
        {props.inShort?.map((reason) => (
          <p key={reason} class="lamp-reason">
            {reason}
          </p>
        ))}
        {props.sentences.map((sentence) => (
          <p key={sentence} class="lamp-sentence">
            {sentence}
          </p>
        ))}
      </div>
      {props.picture === undefined ? null : <div class="lamp-picture">{props.picture}</div>}
    </div>
  );
}
