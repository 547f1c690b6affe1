import type { Layout } from "../domain/layout.ts";
import { findLayout } from "./load-layouts.ts";

/** Layouts by id; without a revision the newest. `require` throws LAYOUT_UNKNOWN, naming what was probably meant. */
export interface GrowingCatalogue {
  require(id: string, revision?: number): Layout;
  all(): readonly Layout[];
  /** Takes up a revision that has been saved since; a revision that is there already stays as it is. */
  add(layout: Layout): void;
}

export function layoutCatalogue(layouts: readonly Layout[]): GrowingCatalogue {
  let known = layouts;
  return {
    require: (id, revision) => findLayout(known, id, revision ?? null),
    all: () => known,
    add: (layout) => {
      const there = known.some(
        ({ id, revision }) => id === layout.id && revision === layout.revision,
      );
      if (!there) known = [...known, layout];
    },
  };
}
