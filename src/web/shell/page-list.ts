import type { Permission } from "../../domain/person.ts";
import type { PageName } from "../route.ts";

export interface ListedPage {
  readonly page: PageName;
  readonly title: string;
  readonly needs: Permission;
  /** With Alt and Shift; a scanner never sends these. As in `KeyboardEvent.code`. */
  readonly key: `Key${string}`;
}

/** The pages in the order of the navigation. A plate has no place there: it is reached from the others. */
export const LISTED_PAGES: readonly ListedPage[] = [
  { page: "bench", title: "Bench", needs: "look", key: "KeyB" },
  { page: "plan", title: "Plan", needs: "plan", key: "KeyP" },
  { page: "review", title: "Review", needs: "look", key: "KeyR" },
  { page: "cohort", title: "Cohort", needs: "look", key: "KeyC" },
  { page: "layouts", title: "Layouts", needs: "look", key: "KeyY" },
  { page: "trail", title: "Trail", needs: "trail", key: "KeyT" },
  { page: "notices", title: "Notices", needs: "look", key: "KeyN" },
  { page: "people", title: "People", needs: "administer", key: "KeyE" },
];

const OTHER_TITLES: Readonly<Partial<Record<PageName, string>>> = {
  plates: "Plate",
  account: "Account",
};

export function titleOf(page: PageName): string {
  const listed = LISTED_PAGES.find((one) => one.page === page);
  return listed?.title ?? OTHER_TITLES[page] ?? "Bench";
}

/** What a page needs; null where being signed in is enough. */
export function needOf(page: PageName): Permission | null {
  if (page === "plates") return "look";
  return LISTED_PAGES.find((one) => one.page === page)?.needs ?? null;
}
