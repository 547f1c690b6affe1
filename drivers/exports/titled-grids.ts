/** Plates out of grids and the texts around them: which grids are reads of one plate, and at which wavelength. */
import type {
  CellTable,
  ExportDocument,
  ExportRefused,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { findBlocks } from "./parts/find-blocks.ts";
import { holdsValues, type PlateBlock } from "./parts/plate-block.ts";
import { checkBlock, hasContent } from "./parts/plate-reads.ts";
import { namesPlateOnly, type PlateTitle, plateTitle } from "./parts/plate-title.ts";
import { isCalculated, type Quantity, quantitiesOf } from "./parts/quantities.ts";
import { notAbsorbance, placeOf, truncatedGrid, wrongFormat } from "./parts/refuse.ts";
import { rowText, textsAbove } from "./parts/titles.ts";
import { namesDifference, wavelengthOf, wavelengthsIn } from "./parts/wavelength.ts";

/** A raw quantity of a plate with everything the texts around it say. */
export interface TitledRead extends Quantity {
  readonly referenceSubtracted: boolean;
  readonly titles: readonly string[];
}

export interface TitledPlate {
  readonly plateId: string | null;
  readonly label: string | null;
  readonly reads: readonly TitledRead[];
}

export interface TitledGrids {
  readonly plates: readonly TitledPlate[];
  readonly vendorResults: readonly string[];
  /** Grids with headings and without any value. */
  readonly emptyGrids: number;
}

/**
 * The plates of all tables. A grid belongs to the plate before it if it is a read that this plate does not have yet and
 * no other name stands between them. Throws what checkBlock throws.
 */
export function findTitledGrids(document: ExportDocument, profile: ExportProfile): TitledGrids {
  const tokens = new Set(profile.tokens.map(({ token }) => token.toLowerCase()));
  refuseOtherFormat(document);
  const plates: { plateId: string | null; label: string | null; reads: TitledRead[] }[] = [];
  const vendorResults: string[] = [];
  let emptyGrids = 0;
  let repeated = 0;
  for (const table of document.tables) {
    let startsTable = true;
    for (const { block, titles } of titledBlocks(table, tokens)) {
      if (!hasContent(block.lines)) emptyGrids += 1;
      if (!hasContent(block.lines) || !holdsValues(block, tokens) || isNoRead(titles[0])) continue;
      const { raw, derived } = sortQuantities(block, titles, profile);
      vendorResults.push(...derived);
      if (raw.length === 0) continue;
      if (titles.some((title) => REPEATED.test(title))) repeated += 1;
      if (repeated > 1) throw kinetic(block);
      checkBlock(block, false);
      const name = plateTitle(titles, startsTable ? table : null);
      const current = plates.at(-1);
      if (current === undefined || isNewPlate(current, name, raw)) {
        plates.push({ plateId: name.plateId, label: name.label, reads: [...raw] });
      } else {
        current.reads.push(...raw);
      }
      startsTable = false;
    }
  }
  return {
    plates: withStatedWavelength(plates, document),
    vendorResults,
    emptyGrids,
  };
}

/** A title that counts the readings of one plate, as a kinetic measurement has them. */
const REPEATED = /^(?:iteration|cycle|kinetic|time\s*point|loop)\s*(?:no\.?|#|:)*\s*\d+$/i;

function kinetic({ table, top }: PlateBlock): ExportRefused {
  return notAbsorbance("The plate was read several times", placeOf(table.name, top));
}

/** Texts that name another plate: a small one would look like a part of a plate of 96. */
function refuseOtherFormat(document: ExportDocument): void {
  for (const table of document.tables) {
    for (const [row] of table.rows.entries()) {
      const wells = /\b(6|12|24|48|384|1536)[\s-]*wells?\b/i.exec(rowText(table, row))?.[1];
      if (wells !== undefined) throw wrongFormat(`${wells} wells`, placeOf(table.name, row));
    }
  }
}

interface TitledBlock {
  readonly block: PlateBlock;
  readonly titles: readonly string[];
}

function titledBlocks(table: CellTable, tokens: ReadonlySet<string>): readonly TitledBlock[] {
  const { blocks } = findBlocks(table, tokens);
  return blocks.map((block) => {
    const above = blocks.filter((other) => other.bottom < block.top).map((other) => other.bottom);
    const beside = blocks.some((other) => other !== block && other.top === block.top);
    const from = Math.max(-1, ...above) + 1;
    const columns = beside ? { left: block.left, right: block.right } : null;
    const corner = block.corner === "" ? [] : [block.corner];
    return { block, titles: [...corner, ...textsAbove(block, from, columns)] };
  });
}

/** Titles of grids that hold names or amounts, not readings. */
function isNoRead(title: string | undefined): boolean {
  return (
    title !== undefined &&
    !/:\s*\S/.test(title) &&
    /\b(?:layout|plate ?map|sample (?:names?|ids?)|well ids?|conc(?:entrations?)?(?:\/dil)?|dilutions?|doses?|volumes?|contents?|types?|checks?)\b/i.test(
      title,
    ) &&
    wavelengthOf(title) === null
  );
}

function sortQuantities(
  block: PlateBlock,
  titles: readonly string[],
  profile: ExportProfile,
): { readonly raw: readonly TitledRead[]; readonly derived: readonly string[] } {
  const title = readTitle(
    titles.filter((one) => !namesPlateOnly(one)),
    block.table,
  );
  const raw: TitledRead[] = [];
  const derived: string[] = [];
  const tokens = new Set(profile.tokens.map(({ token }) => token.toLowerCase()));
  const token = block.lines.find(({ label }) => label !== null && tokens.has(label.toLowerCase()));
  if (token !== undefined)
    throw truncatedGrid(
      "A row has more values than the plate has columns",
      placeOf(block.table.name, token.tableRow),
    );
  for (const quantity of quantitiesOf(block, title)) {
    const own = quantity.label ?? titles[0] ?? null;
    const difference = own !== null && namesDifference(own);
    if (isCalculated(own, profile) || difference) derived.push(own ?? "");
    else raw.push({ ...quantity, referenceSubtracted: false, titles });
  }
  return { raw, derived };
}

/**
 * The title right above the grid if it names a wavelength; else the only one that does, or the sheet's name. When
 * several name different ones nothing says which is the grid's, and the title nearest to it stays without wavelength.
 */
function readTitle(titles: readonly string[], table: CellTable): string | null {
  const [nearest = null, next = null] = titles;
  const isOne = (title: string | null) =>
    wavelengthOf(title) !== null && wavelengthsIn(title ?? "").length <= 1;
  if (isOne(nearest) && !(isOne(next) && isNumbered(nearest) && isNumbered(next))) return nearest;
  const named = titles.slice(0, 8).filter((title) => wavelengthOf(title) !== null);
  const different = new Set(named.flatMap((title) => wavelengthsIn(title)));
  if (different.size === 1 && named[0] !== undefined) return named[0];
  if (different.size > 1) return titles.find((title) => wavelengthOf(title) === null) ?? null;
  return wavelengthOf(table.name) === null ? nearest : table.name;
}

/** Lines of a list of wavelengths, as `2: 660nm`. */
function isNumbered(title: string | null): boolean {
  return /^#?\d\s*[:.)]/.test(title ?? "");
}

function isNewPlate(current: TitledPlate, name: PlateTitle, raw: readonly TitledRead[]): boolean {
  if (
    name.label !== null &&
    current.label !== null &&
    wavelengthOf(name.label) === null &&
    name.label !== current.label
  )
    return true;
  const has = new Set(current.reads.map(readKey));
  return raw.some((read) => has.has(readKey(read)));
}

/** Reads of one plate differ in their wavelength, or in the number that their titles give them. */
function readKey({ wavelengthNm, label }: TitledRead): string {
  const number = /(?:read|repeat|#|\()\s*#?(\d)\b/i.exec(label ?? "")?.[1] ?? "";
  return `${wavelengthNm ?? ""}#${number}`;
}

/** One wavelength stated for the whole file counts for plates with one read that names none. */
function withStatedWavelength(
  plates: readonly TitledPlate[],
  document: ExportDocument,
): readonly TitledPlate[] {
  const isOpen = ({ reads }: TitledPlate) => reads.length === 1 && reads[0]?.wavelengthNm === null;
  const [only, second] = plates.some(isOpen) ? statedWavelengths(document) : [];
  if (only === undefined || second !== undefined) return plates;
  return plates.map((plate) =>
    isOpen(plate)
      ? { ...plate, reads: plate.reads.map((read) => ({ ...read, wavelengthNm: only })) }
      : plate,
  );
}

function statedWavelengths(document: ExportDocument): ReadonlySet<number> {
  const stated = new Set<number>();
  for (const table of document.tables) {
    for (const [row] of table.rows.entries()) {
      const text = rowText(table, row);
      const nm = text.length > 200 || namesPlateOnly(text) ? null : wavelengthOf(text);
      if (nm !== null && /nm\b|wavelength|filter|\bOD|\babs/i.test(text)) stated.add(nm);
    }
  }
  return stated;
}
