import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** A list of which only the first few stand there until somebody wants all. */
export function FirstOf<Item>(props: {
  items: readonly Item[];
  shown: number;
  class: string;
  render: (item: Item) => ComponentChildren;
}) {
  const [all, setAll] = useState(false);
  const { items } = props;
  return (
    <>
      <ul class={props.class}>
        {items.slice(0, all ? items.length : props.shown).map(props.render)}
      </ul>
      {items.length <= props.shown || all ? null : (
        <button type="button" class="show-all" onClick={() => setAll(true)}>
          Show all {items.length}
        </button>
      )}
    </>
  );
}
