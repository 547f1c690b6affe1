import type { Layout } from "../domain/layout.ts";
import { findLayout } from "./load-layouts.ts";

/** Layouts by id; without a revision the newest. `require` throws LAYOUT_UNKNOWN, naming what was probably meant. */
export function layoutCatalogue(layouts: readonly Layout[]): {
  require(id: string, revision?: number): Layout;
  all(): readonly Layout[];
} {
  return {
    require: (id, revision) => findLayout(layouts, id, revision ?? null),
    all: () => layouts,
  };
}
