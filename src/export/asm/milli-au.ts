/** What stands in an ASM for 1 AU: the schema knows mAU alone. */
export const MILLI_AU_PER_AU = 1000;

/**
 * 1000 times an absorbance in AU, by moving the decimal point of its shortest text: 0.57 gives 570, where a product of
 * binary numbers may give 569.9999999999999. Never minus zero.
 */
export function milliAu(absorbanceAu: number): number {
  const [digits = "", exponent = "0"] = String(absorbanceAu).split("e");
  return Number(`${digits}e${Number(exponent) + 3}`) + 0;
}
