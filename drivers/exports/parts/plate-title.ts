/** Names of plates in the texts above what they hold. */
import type { CellTable } from "../../../src/instrument/exports/contract.ts";
import { givenName, isNamePart } from "./plate-names.ts";
import { wavelengthOf } from "./wavelength.ts";

export interface PlateTitle {
  /** What a key names, as `Plate ID: PW-7`; null when no key does. */
  readonly plateId: string | null;
  readonly label: string | null;
}

/** A key of a plate's name with its value; `Plate` alone needs a colon or a single word behind it. */
const PLATE_KEY =
  /^(?:(plate\s*(?:id|barcode|code|name|label|no\.?|number)|barcode|bar\s*code|id1)\s*[:=#]?\s+([^:]+?)|plate\s*[:=#]\s*([^:]+?)|plate\s+(\S+))(?:\s+id2:.*)?$/i;

/** A lone text with letters and digits, as people write a barcode. */
const LONE_NAME = /^(?=.*\d)(?=.*[A-Z])[A-Z0-9][\w\-#./]{3,29}$/i;

/** The name that the nearest of the titles gives; the sheet's name is a label where none does. */
export function plateTitle(titles: readonly string[], sheet: CellTable | null): PlateTitle {
  for (const title of titles) {
    const [, key, named, coloned, word] = PLATE_KEY.exec(title) ?? [];
    const name = (named ?? coloned ?? word)?.trim();
    if (name === undefined) continue;
    if (wavelengthOf(title) !== null && !namesPlateOnly(title)) continue;
    const isId = key !== undefined && !/no|number/i.test(key);
    const plateId = isId ? name : givenName(name);
    return { plateId, label: plateId ?? title };
  }
  const lone = titles.find(
    (title) => LONE_NAME.test(title) && isNamePart(title) && wavelengthOf(title) === null,
  );
  return { plateId: null, label: lone ?? sheet?.name ?? null };
}

/** True for a key of a plate's name with one word behind it, which may look like a wavelength: `Plate: 96WEL0450nm`. */
export function namesPlateOnly(title: string): boolean {
  const [, , named, coloned] = PLATE_KEY.exec(title) ?? [];
  const name = (named ?? coloned)?.trim() ?? "";
  return /^(?=.*[A-Z])\S+$/i.test(name) && !/^(?:OD|A|Abs)?\d{3}(?:nm)?$/i.test(name);
}
