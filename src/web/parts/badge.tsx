import type { Wording } from "../words.ts";
import { Icon } from "./icon.tsx";

/** A state in a word, with its shape and colour. */
export function Badge(props: { wording: Wording; large?: boolean }) {
  const { word, icon, tone } = props.wording;
  return (
    <span class={`badge tone-${tone} ${props.large ? "badge-large" : ""}`}>
      <Icon name={icon} />
      <span>{word}</span>
    </span>
  );
}
