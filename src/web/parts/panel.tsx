import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** A titled region of a page. */
export function Panel(props: {
  title: string;
  note?: string;
  class?: string;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={`panel ${props.class ?? ""}`} aria-labelledby={id}>
      <h2 id={id} class="panel-title">
        {props.title}
        {props.note === undefined ? null : <span class="panel-note">{props.note}</span>}
      </h2>
      {props.children}
    </section>
  );
}
