import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** A titled region of a page; without children it is one line, its note saying why. */
export function Panel(props: {
  title: string;
  note?: string;
  class?: string;
  id?: string;
  children?: ComponentChildren;
}) {
  const titleId = useId();
  const line = props.children === undefined || props.children === null;
  return (
    <section
      id={props.id}
      class={`panel ${line ? "panel-line" : ""} ${props.class ?? ""}`}
      aria-labelledby={titleId}
    >
      <h2 id={titleId} class="panel-title">
        {props.title}
        {props.note === undefined ? null : <span class="panel-note">{props.note}</span>}
      </h2>
      {props.children}
    </section>
  );
}
