import { PlatewardenError } from "../domain/errors.ts";

const ALLOWED = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;

/** A scanned barcode without the white space a scanner may add; throws BARCODE_INVALID. */
export function requireBarcode(scanned: string): string {
  const barcode = scanned.trim();
  if (ALLOWED.test(barcode)) return barcode;
  const shown = barcode.length > 80 ? `${barcode.slice(0, 80)}…` : barcode;
  throw new PlatewardenError("BARCODE_INVALID", `“${shown}” is no barcode of a plate.`, {
    detail: { barcode: shown },
  });
}
