/**
 * Brings the parts of a workbook to the names under which read-excel-file looks for them. The library expects the
 * workbook at `xl/workbook.xml` and takes targets letter by letter; other writers use other folders, `./` and `../`,
 * and another case than the part's name has (names of parts are equal regardless of case: ECMA-376 part 2, 6.2.2.3).
 */
import { strFromU8, strToU8 } from "fflate";
import type { WorkbookParts } from "./workbook-parts.ts";
import { damaged } from "./workbook-parts.ts";

const WORKBOOK = "xl/workbook.xml";
const RELATIONSHIPS = "xl/_rels/workbook.xml.rels";

interface Relationship {
  readonly id: string;
  /** The last word of the type, e.g. `worksheet`. */
  readonly kind: string;
  readonly target: string;
}

/**
 * The same parts, with the workbook and everything it refers to under the library's names.
 * Throws ExportRefused (WORKBOOK_DAMAGED) when there is no workbook in it, or a sheet that it names is missing.
 */
export function completePackage(parts: WorkbookParts): WorkbookParts {
  const workbook = findWorkbook(parts);
  const folder = workbook.includes("/") ? workbook.slice(0, workbook.lastIndexOf("/") + 1) : "";
  const file = workbook.slice(folder.length);
  const complete = new Map<string, Uint8Array>();
  const links: Relationship[] = [];
  for (const link of readRelationships(parts, `${folder}_rels/${file}.rels`)) {
    const found = findPart(parts, resolveTarget(folder, link.target));
    const name = PART_NAMES[link.kind]?.(links.length) ?? null;
    if (name === null) continue;
    if (found === null && link.kind !== "worksheet") continue;
    if (found === null) throw damaged(`its sheet "${link.target}" is missing`);
    complete.set(`xl/${name}`, content(parts, found));
    links.push({ ...link, target: name });
  }
  complete.set(WORKBOOK, strToU8(withoutLostSheets(strFromU8(content(parts, workbook)), links)));
  complete.set(RELATIONSHIPS, strToU8(writeRelationships(links)));
  return complete;
}

/** Part name to sheet name, of a complete package. */
export function sheetNames(parts: WorkbookParts): ReadonlyMap<string, string> {
  const workbook = parts.get(WORKBOOK);
  const xml = workbook === undefined ? "" : strFromU8(workbook);
  const targets = new Map(
    readRelationships(parts, RELATIONSHIPS)
      .filter(({ kind }) => kind === "worksheet")
      .map(({ id, target }) => [id, `xl/${target}`]),
  );
  const names = new Map<string, string>();
  for (const [tag] of xml.matchAll(SHEET)) {
    const part = targets.get(attribute(tag, "(?:[\\w.-]+:)?id") ?? "");
    if (part !== undefined) names.set(part, attribute(tag, "name") ?? part);
  }
  return names;
}

/** Where the library is told to look for a part, by the kind of its relationship. */
const PART_NAMES: Readonly<Record<string, (index: number) => string>> = {
  worksheet: (index) => `worksheets/sheet-${index}.xml`,
  sharedStrings: () => "sharedStrings.xml",
  styles: () => "styles.xml",
};

const SHEET = /<(?:[\w.-]+:)?sheet\s[^>]*>/g;
const RELATIONSHIP = /<(?:[\w.-]+:)?Relationship\s[^>]*>/g;

function findWorkbook(parts: WorkbookParts): string {
  const stated = readRelationships(parts, "_rels/.rels").find(
    ({ kind }) => kind === "officeDocument",
  );
  const target = stated === undefined ? WORKBOOK : resolveTarget("", stated.target);
  const found = findPart(parts, target) ?? findPart(parts, WORKBOOK);
  if (found === null) throw damaged("the archive holds no workbook");
  return found;
}

/** Sheets that are no table, such as charts, have another kind of relationship; the library cannot go past them. */
function withoutLostSheets(xml: string, links: readonly Relationship[]): string {
  const known = new Set(links.filter(({ kind }) => kind === "worksheet").map(({ id }) => id));
  return xml.replace(SHEET, (tag) =>
    known.has(attribute(tag, "(?:[\\w.-]+:)?id") ?? "") ? tag : "",
  );
}

function readRelationships(parts: WorkbookParts, name: string): Relationship[] {
  const part = findPart(parts, name);
  if (part === null) return [];
  return [...strFromU8(content(parts, part)).matchAll(RELATIONSHIP)].map(([tag]) => ({
    id: attribute(tag, "Id") ?? "",
    kind: (attribute(tag, "Type") ?? "").split("/").at(-1) ?? "",
    target: attribute(tag, "Target") ?? "",
  }));
}

function writeRelationships(links: readonly Relationship[]): string {
  const lines = links.map(
    ({ id, kind, target }) =>
      `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`,
  );
  return `<Relationships>${lines.join("")}</Relationships>`;
}

function resolveTarget(folder: string, target: string): string {
  const path = target.replaceAll("\\", "/");
  const steps = (path.startsWith("/") ? path : `${folder}${path}`).split("/");
  const resolved: string[] = [];
  for (const step of steps) {
    if (step === "..") resolved.pop();
    else if (step !== "" && step !== ".") resolved.push(step);
  }
  return resolved.join("/");
}

function findPart(parts: WorkbookParts, name: string): string | null {
  if (parts.has(name)) return name;
  const wanted = name.toLowerCase();
  return [...parts.keys()].find((part) => part.toLowerCase() === wanted) ?? null;
}

function content(parts: WorkbookParts, name: string): Uint8Array {
  const found = parts.get(name);
  if (found === undefined) throw damaged(`its part "${name}" is missing`);
  return found;
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? null;
}
