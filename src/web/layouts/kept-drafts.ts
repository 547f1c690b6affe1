/** Drafts outlive a reload, a lock and a lost connection; a layout names no patient, so the browser may keep them. */
import type { DrawnLayout } from "../../domain/drawn-layout.ts";

export interface LayoutDraft {
  /** `new`, or the revision it came from: `classic-2plates@1`. */
  readonly key: string;
  readonly text: string;
  /** What the text draws; null where it cannot be understood yet. */
  readonly drawing: DrawnLayout | null;
  /** Which of both was changed last and is turned into the other. */
  readonly source: "drawing" | "text";
}

const PREFIX = "platewarden layout draft ";

export function keepDraft(draft: LayoutDraft): void {
  try {
    localStorage.setItem(PREFIX + draft.key, JSON.stringify({ text: draft.text }));
  } catch {
    // A browser without room or permission keeps nothing; the page itself still does.
  }
}

/** The text that was kept; null when there is none. */
export function keptText(key: string): string | null {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null") as {
      text?: unknown;
    } | null;
    return typeof kept?.text === "string" && kept.text !== "" ? kept.text : null;
  } catch {
    return null;
  }
}

export function forgetDraft(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // What was never kept need not be forgotten.
  }
}
