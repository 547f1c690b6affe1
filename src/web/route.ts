import { parseWellName, type WellName } from "../domain/well.ts";

/** The pages by the first word of the address after `#/`; the bench has none. */
export const PAGES = [
  "plates",
  "plan",
  "review",
  "cohort",
  "layouts",
  "trail",
  "notices",
  "people",
  "account",
] as const;

export type PageName = (typeof PAGES)[number] | "bench";

/** `#/review/ID?state=open` is the page `review` with the part `ID` and the search `state=open`. */
export interface Route {
  readonly page: PageName;
  readonly parts: readonly string[];
  readonly search: URLSearchParams;
}

/** Reads the part of the address after `#`; what no page is named after is the bench. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [name, ...parts] = path.split("/").filter((part) => part !== "");
  const page = PAGES.find((one) => one === name) ?? "bench";
  return {
    page: page === "plates" && parts.length === 0 ? "bench" : page,
    parts: parts.map(decode),
    search: new URLSearchParams(query),
  };
}

export function pageAddress(page: PageName, ...parts: readonly string[]): string {
  const path = [...(page === "bench" ? [] : [page]), ...parts.map(encodeURIComponent)];
  return `#/${path.join("/")}`;
}

export function plateAddress(plateId: string, well?: WellName): string {
  return pageAddress("plates", plateId, ...(well === undefined ? [] : [well]));
}

/** The well that an address of a plate points at. */
export function wellOf(route: Route): WellName | null {
  return parseWellName(route.parts[1] ?? "");
}

/** A damaged escape is taken as it stands: the server then says that it knows no such plate. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
