import { useEffect } from "preact/hooks";
import { pageAddress } from "../route.ts";
import type { ListedPage } from "./page-list.ts";

export interface Shortcut {
  readonly keys: readonly string[];
  readonly what: string;
}

/** What the list of keys shows, for the pages that somebody may see. */
export function shortcutsOf(pages: readonly ListedPage[]): readonly Shortcut[] {
  return [
    ...pages.map(({ title, key }) => ({
      keys: ["Alt", "Shift", letterOf(key)],
      what: `Go to ${title}`,
    })),
    { keys: ["Alt", "Shift", "A"], what: "Your account" },
    { keys: ["Alt", "Shift", "L"], what: "Lock the page; capture goes on" },
    { keys: ["?"], what: "This list (outside a field; Alt + Shift + H anywhere)" },
    { keys: ["Esc"], what: "Close a dialog" },
  ];
}

const letterOf = (code: string): string => code.slice("Key".length);

export interface ShortcutActions {
  readonly lock: () => void;
  readonly showList: () => void;
}

/** The keys that work on every page. Plain letters are left to scanners and to the pages. */
export function useShortcuts(pages: readonly ListedPage[], actions: ShortcutActions): void {
  useEffect(() => {
    const follow = (event: KeyboardEvent): void => {
      const act = actionOf(event, pages, actions);
      if (act === null) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    // Before the bench page, which takes every character for a scanner's.
    addEventListener("keydown", follow, { capture: true });
    return () => removeEventListener("keydown", follow, { capture: true });
  }, [pages, actions]);
}

function actionOf(
  event: KeyboardEvent,
  pages: readonly ListedPage[],
  actions: ShortcutActions,
): (() => void) | null {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.key === "?" && !event.altKey) return isTyping(event) ? null : actions.showList;
  if (!event.altKey || !event.shiftKey) return null;
  if (event.code === "KeyL") return actions.lock;
  if (event.code === "KeyH") return actions.showList;
  if (event.code === "KeyA") return () => location.assign(pageAddress("account"));
  const page = pages.find(({ key }) => key === event.code);
  return page === undefined ? null : () => location.assign(pageAddress(page.page));
}

/** A field keeps its question mark, unless it is an empty one: no barcode and no reason begins with it. */
function isTyping({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = target.closest<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
  if (field === null) return target.isContentEditable;
  return field.type === "password" || field.value !== "";
}
